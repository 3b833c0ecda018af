package dev.assent.gateway.view;

import dev.assent.contract.IntentId;
import dev.assent.contract.Workspace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// The keys of the intents store.
///
/// | first byte | then | value |
/// |---|---|---|
/// | `h` | root id (16), first seq (4) | one batch of facts, as on the events topic |
/// | `l` | workspace, 0, inverted creation time in µs (8), root id (16) | [IntentStore.Row], newest first |
final class Keys {
  private static final int ID_BYTES = 16;
  private static final int LISTING_TAIL = Long.BYTES + ID_BYTES;

  private Keys() {}

  static Bytes batch(IntentId root, int firstSeq) {
    return Bytes.wrap(
        id(ByteBuffer.allocate(1 + ID_BYTES + Integer.BYTES).put((byte) 'h'), root)
            .putInt(firstSeq)
            .array());
  }

  static Bytes listing(Workspace workspace, Instant createdAt, IntentId root) {
    byte[] name = workspace.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(1 + name.length + 1 + LISTING_TAIL);
    key.put((byte) 'l').put(name).put((byte) 0);
    key.putLong(Long.MAX_VALUE - ChronoUnit.MICROS.between(Instant.EPOCH, createdAt));
    return Bytes.wrap(id(key, root).array());
  }

  /// Where a workspace's listing begins (newest) and ends.
  static Bytes listingEnd(Workspace workspace, boolean newest) {
    byte[] name = workspace.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(1 + name.length + 1 + LISTING_TAIL);
    key.put((byte) 'l').put(name).put((byte) 0);
    if (!newest) {
      key.putLong(-1L).putLong(-1L).putLong(-1L);
    }
    return Bytes.wrap(key.array());
  }

  /// Bounds of all listings, whatever the workspace.
  static Bytes anyListing(boolean first) {
    return Bytes.wrap(new byte[] {(byte) (first ? 'l' : 'm')});
  }

  /// The root that a listing's key ends with.
  static IntentId listed(Bytes key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.get());
    bytes.position(bytes.limit() - ID_BYTES);
    return new IntentId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static ByteBuffer id(ByteBuffer key, IntentId id) {
    return key.putLong(id.value().getMostSignificantBits())
        .putLong(id.value().getLeastSignificantBits());
  }
}
