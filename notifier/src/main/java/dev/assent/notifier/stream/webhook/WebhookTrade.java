package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.value.Limits;
import dev.assent.notifier.channel.WebhookChannel;
import dev.assent.notifier.outbox.Lanes;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Trade;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.notification.NotificationOutcome;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// Events to subscriptions. What is given up is on record, and its event can be replayed: it is the
/// subscriber's to look after, and no dead letter.
record WebhookTrade(Codec<WebhookEvent> events, WebhookChannel channel, Clock clock)
    implements Trade<WebhookTrade.Delivery> {
  /// Deliveries under way to one receiver.
  static final int UNDER_WAY_MAX = 8;

  private static final Lanes.Rules LANES =
      new Lanes.Rules(UNDER_WAY_MAX, false, 1, Limits.WEBHOOK_WAITING_MAX);

  /// An event on its way to one subscription.
  record Delivery(WebhookEvent event, String subscription) {}

  @Override
  public Optional<UUID> target(Bytes key) {
    return Optional.of(WebhookKey.read(key).subscription());
  }

  @Override
  public Delivery read(Bytes key, Bytes content) {
    String subscription = WebhookKey.read(key).subscription().toString();
    return new Delivery(events.decode(content.get()), subscription);
  }

  @Override
  public Outcome send(Delivery delivery, int attempt) {
    return channel.send(delivery.event(), delivery.subscription(), attempt);
  }

  @Override
  public NotificationOutcome outcome(Bytes key, Optional<Delivery> delivery, Ended ended) {
    WebhookKey name = WebhookKey.read(key);
    Optional<WebhookEvent> event = delivery.map(Delivery::event);
    return new NotificationOutcome(
        name.dedupeKey(),
        event.flatMap(WebhookEvent::intent),
        event.map(WebhookEvent::seq).orElse(0),
        WebhookFeed.NAME,
        name.subscription().toString(),
        ended.status(),
        ended.attempts(),
        ended.detail(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  public boolean buries() {
    return false;
  }

  @Override
  public Lanes.Rules lanes() {
    return LANES;
  }
}
