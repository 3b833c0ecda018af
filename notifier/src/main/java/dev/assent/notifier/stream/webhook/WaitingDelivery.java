package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.UuidBytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// An event on its way to one subscription, as it is kept until something came of it.
///
/// @param attempts how often it was tried
/// @param due when it is tried next
/// @param event the bytes of the event's record
record WaitingDelivery(Key key, int attempts, Instant due, Bytes event) {
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + Integer.BYTES + Long.BYTES;

  /// Which event, to whom. A replay is another delivery than the one it repeats.
  record Key(UUID event, UUID subscription, long replayedMillis) {
    private static final int BYTES = 2 * UuidBytes.LENGTH + Long.BYTES;

    static Key of(WebhookEvent event, String subscription) {
      return new Key(
          event.id(),
          UUID.fromString(subscription),
          event.replayedAt().map(Instant::toEpochMilli).orElse(0L));
    }

    /// The same for every attempt, and for no other delivery.
    String dedupeKey() {
      String once = event + "/webhook/" + subscription;
      return replayedMillis == 0 ? once : once + "/" + replayedMillis;
    }

    Bytes bytes() {
      ByteBuffer out = UuidBytes.put(ByteBuffer.allocate(BYTES), event);
      return Bytes.wrap(UuidBytes.put(out, subscription).putLong(replayedMillis).array());
    }

    static Key read(Bytes bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes.get());
      return new Key(UuidBytes.get(in), UuidBytes.get(in), in.getLong());
    }
  }

  /// The same after an attempt that came to nothing.
  WaitingDelivery again(Instant when) {
    return new WaitingDelivery(key, attempts + 1, when, event);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD_BYTES + event.get().length)
        .put(VERSION)
        .putInt(attempts)
        .putLong(due.toEpochMilli())
        .put(event.get())
        .array();
  }

  static WaitingDelivery read(Bytes key, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "expected a delivery of version " + VERSION + ", but got " + version);
    }
    int attempts = in.getInt();
    Instant due = Instant.ofEpochMilli(in.getLong());
    byte[] event = new byte[in.remaining()];
    in.get(event);
    return new WaitingDelivery(Key.read(key), attempts, due, Bytes.wrap(event));
  }
}
