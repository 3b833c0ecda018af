package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.UuidBytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// Which event, to whom. A replay is another delivery than the one it repeats.
record WebhookKey(UUID event, UUID subscription, long replayedMillis) {
  private static final int BYTES = 2 * UuidBytes.LENGTH + Long.BYTES;

  static WebhookKey of(WebhookEvent event, String subscription) {
    return new WebhookKey(
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

  static WebhookKey read(Bytes bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes.get());
    return new WebhookKey(UuidBytes.get(in), UuidBytes.get(in), in.getLong());
  }
}
