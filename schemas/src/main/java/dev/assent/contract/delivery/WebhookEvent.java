package dev.assent.contract.delivery;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// Something that the subscribers of an inbox are told (contract section 3.3, ADR 0017). It says
/// what changed, not what was said: who wants to know more asks for the thread.
///
/// @param id the same however often it is told ([#id])
/// @param owner whose inbox it concerns, as [AgentAddress#spelled] writes it
/// @param source who says so: `assent`, or a word of whoever posted it
/// @param intent the intent whose fact it tells of; empty for what is no intent's
/// @param seq of that fact; 0 when there is none
/// @param replayedAt when it was asked to be told again; empty the first time
public record WebhookEvent(
    UUID id,
    Workspace workspace,
    String owner,
    Type type,
    String source,
    Instant at,
    Json payload,
    Optional<IntentId> intent,
    int seq,
    Optional<Instant> replayedAt) {

  /// What is told: AXP's five types.
  public enum Type {
    /// An intent's thread has come into the inbox.
    THREAD_CREATED("inbox.thread_created"),
    /// A thread of the inbox has a new line.
    THREAD_UPDATED("inbox.thread_updated"),
    /// Somebody replied to the inbox's owner.
    REPLY_RECEIVED("inbox.reply_received"),
    INVITE_ACCEPTED("invite.accepted"),
    SESSION_REVOKED("auth.session_revoked");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    public static Optional<Type> named(String wireName) {
      return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }
  }

  private static final String ASSENT = "assent";
  private static final int VERSION = 7;
  private static final long RANDOM_A_MASK = 0xFFFL;
  private static final long RANDOM_B_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /// What follows from something that happened here, told for the first time.
  ///
  /// @param what names it: the same for the same, however often it is found out
  public static WebhookEvent of(
      Workspace workspace, String owner, Type type, Instant at, String what, Json payload) {
    UUID id = id(at, Hash.of(what));
    return new WebhookEvent(
        id, workspace, owner, type, ASSENT, at, payload, Optional.empty(), 0, Optional.empty());
  }

  /// The same, as a fact of an intent.
  public WebhookEvent of(IntentId root, int fact) {
    return new WebhookEvent(
        id, workspace, owner, type, source, at, payload, Optional.of(root), fact, replayedAt);
  }

  /// A UUIDv7 (RFC 9562) that follows from what it stands for: its time is the event's, which its
  /// record has too, so that the record can be found by it; its random bits are a hash.
  ///
  /// @param what tells this event from every other of that millisecond
  public static UUID id(Instant at, Hash what) {
    ByteBuffer bits = ByteBuffer.wrap(HexFormat.of().parseHex(what.hex()));
    long high = at.toEpochMilli() << 16 | VERSION << 12 | (bits.getLong() & RANDOM_A_MASK);
    return new UUID(high, (bits.getLong() & RANDOM_B_MASK) | VARIANT);
  }

  /// The time in an event's id; empty for a UUID that is none.
  public static Optional<Instant> timeOf(UUID id) {
    return id.version() == VERSION
        ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
        : Optional.empty();
  }

  /// When it is to be told: at first, and again when somebody asks for it.
  public Instant toldFrom() {
    return replayedAt.orElse(at);
  }

  public WebhookEvent replayed(Instant now) {
    return new WebhookEvent(
        id, workspace, owner, type, source, at, payload, intent, seq, Optional.of(now));
  }
}
