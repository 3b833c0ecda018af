package dev.assent.notifier.stream;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.route.Delivery;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one message over a channel: again with growing pauses when the channel asks for it, given
/// up after some attempts.
final class Sender {
  private static final Logger LOGGER = LoggerFactory.getLogger(Sender.class);

  private final Channel channel;
  private final Retries retries;
  private final Clock clock;
  private final Pause pause;

  /// Waits between two attempts.
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  Sender(Channel channel, Retries retries, Clock clock, Pause pause) {
    this.channel = channel;
    this.retries = retries;
    this.clock = clock;
    this.pause = pause;
  }

  NotificationOutcome send(Delivery delivery) {
    String why = "";
    int attempt = 0;
    while (attempt < retries.attemptsMax()) {
      attempt++;
      if (attempt > 1 && !paused(retries.before(attempt))) {
        return outcome(delivery, Status.FAILED, attempt - 1, "stopped after: " + why);
      }
      switch (once(delivery)) {
        case Outcome.Sent _ -> {
          return outcome(delivery, Status.SENT, attempt, "");
        }
        case Outcome.Failed failed -> {
          return outcome(delivery, Status.FAILED, attempt, failed.why());
        }
        case Outcome.Retry retry -> why = retry.why();
      }
    }
    return outcome(delivery, Status.FAILED, attempt, "given up: " + why);
  }

  /// A channel that throws has a bug or an outage we did not think of: worth another attempt.
  private Outcome once(Delivery delivery) {
    try {
      return channel.send(delivery);
    } catch (RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("channel", channel.name())
          .addKeyValue("dedupeKey", delivery.dedupeKey())
          .setCause(e)
          .log("A channel failed unexpectedly");
      return new Outcome.Retry("the channel failed with " + e.getClass().getSimpleName());
    }
  }

  private boolean paused(Duration duration) {
    try {
      pause.of(duration);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private NotificationOutcome outcome(
      Delivery delivery, Status status, int attempts, String detail) {
    return new NotificationOutcome(
        delivery.dedupeKey(),
        Optional.of(delivery.message().intent()),
        delivery.message().seq(),
        delivery.channel(),
        delivery.recipient().toString(),
        status,
        attempts,
        detail,
        clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
