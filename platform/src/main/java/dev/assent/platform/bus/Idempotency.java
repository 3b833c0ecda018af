package dev.assent.platform.bus;

import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// Ids of intents and commands. With an idempotency key they follow from it, so that a repeat, even
/// through another door or another instance, meets the same decider under the same id (ADR 0002).
///
/// A key belongs to its caller and its endpoint: nobody can take the answer to another's key.
public final class Idempotency {
  /// The endpoint of every door that begins an intent.
  public static final String CREATE = "intents.create";

  /// The endpoint that applies a scenario.
  public static final String APPLY = "scenarios.apply";

  private Idempotency() {}

  /// A fresh intent without a key.
  public static IntentId newIntent() {
    UUID random = UUID.randomUUID();
    return IntentId.root(random.getMostSignificantBits(), random.getLeastSignificantBits());
  }

  /// A fresh command without a key.
  public static CommandId newCommand() {
    return new CommandId(UUID.randomUUID());
  }

  /// The intent that a submission under this key begins, or has begun.
  public static IntentId submit(Principal caller, String endpoint, String key) {
    ByteBuffer hash = hash(caller, List.of(endpoint, key));
    return IntentId.root(hash.getLong(), hash.getLong());
  }

  /// The command under this key.
  ///
  /// @param endpoint a stable name of what is asked, for example `intents.resume`
  public static CommandId command(Principal caller, String endpoint, IntentId target, String key) {
    ByteBuffer hash = hash(caller, List.of(endpoint, target.toString(), key));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new CommandId(new UUID(high, low));
  }

  /// Each part is written with its length, so that no two lists of parts read the same.
  private static ByteBuffer hash(Principal caller, List<String> parts) {
    StringBuilder all = new StringBuilder();
    append(all, caller.workspace().toString());
    append(all, caller.kind() + ":" + caller.id());
    parts.forEach(part -> append(all, part));
    return ByteBuffer.wrap(HexFormat.of().parseHex(Hash.of(all.toString()).hex()));
  }

  private static void append(StringBuilder all, String part) {
    all.append(part.getBytes(StandardCharsets.UTF_8).length).append(':').append(part);
  }
}
