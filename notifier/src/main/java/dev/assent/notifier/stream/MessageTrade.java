package dev.assent.notifier.stream;

import dev.assent.contract.id.UuidBytes;
import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.outbox.Lanes;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Trade;
import dev.assent.notifier.route.Delivery;
import dev.assent.wire.notification.NotificationOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// Messages to people over one channel: one after the other to each target, in the order of their
/// facts, as many as there are. One that is given up is a dead letter.
///
/// A row's key is a mark, the fact's offset and seq, the target and the recipient: the same when
/// its facts come again. Beside these rows the store holds what is kept of intents, under 16 bytes.
final class MessageTrade implements Trade<Delivery> {
  private static final byte MARK = (byte) 0xFF;
  private static final int AT_TARGET = 1 + Long.BYTES + Integer.BYTES;
  private static final int KEY_BYTES = AT_TARGET + 2 * UuidBytes.LENGTH;

  private final Channel channel;
  private final Clock clock;
  private final DeliveryCodec codec = new DeliveryCodec();

  MessageTrade(Channel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /// @param offset of the facts' record in its partition
  Bytes key(long offset, Delivery delivery) {
    ByteBuffer out =
        ByteBuffer.allocate(KEY_BYTES).put(MARK).putLong(offset).putInt(delivery.message().seq());
    UuidBytes.put(out, hash(channel.target(delivery)));
    UuidBytes.put(out, hash(delivery.recipient() + "\n" + delivery.address()));
    return Bytes.wrap(out.array());
  }

  private static UUID hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] content(Delivery delivery) {
    return codec.encode(delivery);
  }

  @Override
  public Optional<UUID> target(Bytes key) {
    byte[] bytes = key.get();
    return bytes.length == KEY_BYTES && bytes[0] == MARK
        ? Optional.of(UuidBytes.get(ByteBuffer.wrap(bytes, AT_TARGET, UuidBytes.LENGTH)))
        : Optional.empty();
  }

  @Override
  public Delivery read(Bytes key, Bytes content) {
    return codec.decode(content.get());
  }

  @Override
  public Outcome send(Delivery delivery, int attempt) {
    return channel.send(delivery);
  }

  @Override
  public NotificationOutcome outcome(Bytes key, Optional<Delivery> delivery, Ended ended) {
    return new NotificationOutcome(
        delivery
            .map(Delivery::dedupeKey)
            .orElseGet(() -> channel.name() + "/" + HexFormat.of().formatHex(key.get())),
        delivery.map(one -> one.message().intent()),
        delivery.map(one -> one.message().seq()).orElse(0),
        channel.name(),
        delivery.map(one -> one.recipient().toString()).orElse("unknown"),
        ended.status(),
        ended.attempts(),
        ended.detail(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  public boolean buries() {
    return true;
  }

  @Override
  public Lanes.Rules lanes() {
    return Lanes.Rules.IN_ORDER;
  }
}
