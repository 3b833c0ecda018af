package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.notifier.channel.PostedBody;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.post.Posting;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.log.SparseLog;
import dev.assent.platform.webhooks.Subscription;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/// Takes events to subscribers, each on a thread of its own that may wait for the receiver.
final class Courier {
  private static final SparseLog LINES = SparseLog.of(Courier.class);

  /// Threads that wait for receivers at most, of all tasks of this instance.
  private static final int UNDER_WAY_MAX = 256;

  private final Receivers receivers;
  private final Posting posting;
  private final Optional<SecretBox> secrets;
  private final Clock clock;
  private final Semaphore room = new Semaphore(UNDER_WAY_MAX);
  private final Executor threads;

  /// @param threads which may wait
  Courier(
      Receivers receivers,
      Posting posting,
      Optional<SecretBox> secrets,
      Clock clock,
      Executor threads) {
    this.receivers = receivers;
    this.posting = posting;
    this.secrets = secrets;
    this.clock = clock;
    this.threads = threads;
  }

  /// Whether one more may be sent. Only the stream's thread asks and sends.
  boolean hasRoom() {
    return room.availablePermits() > 0;
  }

  /// @param attempt from 1
  /// @param done hears what came of it, on another thread
  void send(WebhookEvent event, String subscription, int attempt, Consumer<Outcome> done) {
    room.acquireUninterruptibly();
    threads.execute(
        () -> {
          try {
            done.accept(once(event, subscription, attempt));
          } finally {
            room.release();
          }
        });
  }

  /// What we did not think of, an [Error] too, is worth another attempt: the row waits for an
  /// answer.
  private Outcome once(WebhookEvent event, String subscription, int attempt) {
    try {
      return receivers
          .subscription(event.workspace(), subscription)
          .map(to -> to.listens() ? post(event, to, attempt) : ended())
          .orElseGet(() -> new Outcome.Retry("the subscription is not known here yet"));
    } catch (RuntimeException | Error e) {
      LINES
          .at(Level.WARN, e)
          .addKeyValue("eventId", event.id())
          .addKeyValue("subscription", subscription)
          .setCause(Fault.withoutMessage(e)) // it may quote the subscriber's URL
          .log("A delivery failed unexpectedly");
      return new Outcome.Retry("the delivery failed with " + e.getClass().getSimpleName());
    }
  }

  private static Outcome ended() {
    return new Outcome.Failed("the subscription has ended, or is switched off");
  }

  private Outcome post(WebhookEvent event, Subscription to, int attempt) {
    Optional<byte[]> secret =
        to.secret()
            .flatMap(
                kept ->
                    secrets.flatMap(
                        box -> box.open(kept, Subscription.row(event.workspace(), to.id()))));
    if (to.secret().isPresent() && secret.isEmpty()) {
      return new Outcome.Retry(
          "expected to read the subscription's secret, but ASSENT_WEBHOOKS_KEY is not the one that"
              + " it was kept under");
    }
    byte[] body = PostedBody.of(event, attempt, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return posting.post(to.callbackUrl(), body, secret);
  }
}
