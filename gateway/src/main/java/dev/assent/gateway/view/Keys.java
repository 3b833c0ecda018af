package dev.assent.gateway.view;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.UuidBytes;
import dev.assent.contract.id.Workspace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/// The keys of the intents store.
///
/// | first byte | then | value |
/// |---|---|---|
/// | `a` | creation time in µs (8), root id (16) | [LiveCodec]: an intent that lives, the oldest first |
/// | `h` | root id (16), first seq (4) | one batch of facts, as on the events topic |
/// | `l` | workspace, 0, inverted creation time in µs (8), root id (16) | [EndedRow]: an intent that has ended, the newest first |
/// | `v` | | which layout all rows have: [LiveCodec#LAYOUT] |
final class Keys {
  private static final int LISTING_TAIL = Long.BYTES + UuidBytes.LENGTH;

  private Keys() {}

  /// The row that says which layout the store has.
  static Bytes layout() {
    return Bytes.wrap(new byte[] {'v'});
  }

  static Bytes live(Position age) {
    ByteBuffer key = ByteBuffer.allocate(1 + LISTING_TAIL).put((byte) 'a').putLong(age.micros());
    return Bytes.wrap(id(key, age.id()).array());
  }

  /// Bounds of all intents that live.
  static Bytes anyLive(boolean first) {
    return Bytes.wrap(new byte[] {(byte) (first ? 'a' : 'b')});
  }

  /// The place that a live intent's key is made of.
  static Position age(Bytes live) {
    ByteBuffer bytes = ByteBuffer.wrap(live.get(), 1, LISTING_TAIL);
    return new Position(bytes.getLong(), id(bytes));
  }

  static Bytes batch(IntentId root, int firstSeq) {
    return Bytes.wrap(
        id(ByteBuffer.allocate(1 + UuidBytes.LENGTH + Integer.BYTES).put((byte) 'h'), root)
            .putInt(firstSeq)
            .array());
  }

  static Bytes listing(Workspace workspace, Position age) {
    byte[] name = workspace.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(1 + name.length + 1 + LISTING_TAIL);
    key.put((byte) 'l').put(name).put((byte) 0);
    key.putLong(Long.MAX_VALUE - age.micros());
    return Bytes.wrap(id(key, age.id()).array());
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

  /// The place that a listing's key ends with.
  static Position listed(Bytes key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.get());
    bytes.position(bytes.limit() - LISTING_TAIL);
    return new Position(Long.MAX_VALUE - bytes.getLong(), id(bytes));
  }

  private static IntentId id(ByteBuffer key) {
    return new IntentId(UuidBytes.get(key));
  }

  private static ByteBuffer id(ByteBuffer key, IntentId id) {
    return UuidBytes.put(key, id.value());
  }
}
