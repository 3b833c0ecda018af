package dev.assent.notifier;

import dev.assent.notifier.stream.Feed;
import dev.assent.service.health.LagGauge;
import dev.assent.wire.notification.NotificationOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// What the notifier tells an operator (docs/metrics.md).
record NotifierMeters(MeterRegistry registry) {

  /// Its meters are there from now on: counters at 0, and how far it is behind.
  void watch(Feed feed) {
    for (NotificationOutcome.Status status : NotificationOutcome.Status.values()) {
      counter(feed.name(), status);
    }
    for (String topic : feed.reads()) {
      LagGauge.register(registry, feed.name(), topic, () -> feed.behind(topic));
    }
    Gauge.builder("assent.notifications.waiting", feed, Feed::waiting)
        .description("Messages and deliveries that wait to be sent, or are being sent")
        .tag("channel", feed.name())
        .register(registry);
    Gauge.builder("assent.notifications.targets.open", feed, Feed::targetsOpen)
        .description("Targets that fail, to which nothing is sent for the time being")
        .tag("channel", feed.name())
        .register(registry);
  }

  void count(NotificationOutcome outcome) {
    counter(outcome.channel(), outcome.status()).increment();
  }

  private Counter counter(String channel, NotificationOutcome.Status status) {
    return Counter.builder("assent.notifications")
        .description("Messages to people and deliveries to programs that came to an end")
        .tag("channel", channel)
        .tag("status", status.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
