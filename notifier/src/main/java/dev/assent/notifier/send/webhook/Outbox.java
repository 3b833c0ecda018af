package dev.assent.notifier.send.webhook;

import dev.assent.contract.WebhookEvent;
import dev.assent.door.Subscription;
import dev.assent.notifier.channel.Outcome;
import dev.assent.notifier.send.Receivers;
import dev.assent.notifier.send.Retries;
import dev.assent.notifier.send.Unreadable;
import dev.assent.wire.Codec;
import dev.assent.wire.NotificationOutcome;
import dev.assent.wire.NotificationOutcome.Status;
import dev.assent.wire.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Events in, a delivery to each subscription that wants them, what came of each out. A delivery is
/// a row from the moment its event is read to the moment something came of it, so a crash costs
/// none; it repeats those under way.
///
/// The stream's thread never waits for a receiver: a [Courier] does, and its news is fetched while
/// there is any to come.
final class Outbox implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Duration WHILE_UNDER_WAY = Duration.ofMillis(25);
  private static final Duration WHILE_WAITING = Duration.ofSeconds(1);

  private final Codec<WebhookEvent> events;
  private final Codec<NotificationOutcome> outcomes;
  private final Receivers receivers;
  private final Runnable catchUp;
  private final Courier courier;
  private final Retries retries;
  private final Clock clock;
  private final String component;
  private final Consumer<NotificationOutcome> told;
  private final Lanes lanes = new Lanes();
  private final Queue<News> news = new ConcurrentLinkedQueue<>();
  private @Nullable Opened opened;
  private Duration lookEvery = Duration.ZERO;
  private @Nullable Cancellable look;

  private record Opened(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      Unreadable unreadable) {}

  /// What came of an attempt.
  private record News(WaitingDelivery delivery, WebhookEvent event, Outcome outcome) {}

  Outbox(
      Codec<WebhookEvent> events,
      Codec<NotificationOutcome> outcomes,
      Receivers receivers,
      Runnable catchUp,
      Courier courier,
      Retries retries,
      Clock clock,
      String component,
      Consumer<NotificationOutcome> told) {
    this.events = events;
    this.outcomes = outcomes;
    this.receivers = receivers;
    this.catchUp = catchUp;
    this.courier = courier;
    this.retries = retries;
    this.clock = clock;
    this.component = component;
    this.told = told;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    Opened at =
        new Opened(
            context,
            context.getStateStore(Names.DELIVERIES),
            new Unreadable(context, Names.OUTBOX_DEAD_LETTERS, component, clock));
    opened = at;
    try (KeyValueIterator<Bytes, byte[]> rows = at.store().all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        WaitingDelivery delivery = WaitingDelivery.read(row.key, row.value);
        lanes.addAgain(delivery.key(), delivery.due());
      }
    }
    lookAgain(at);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Opened at = opened();
    try {
      WebhookEvent event = events.decode(record.value());
      catchUp.run();
      receivers.wanting(event).forEach(to -> add(to, event, record.value(), at));
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the broker, the store or the registry failed, not the record: it is read again
    } catch (RuntimeException e) {
      at.unreadable().keep(record, e);
    }
    goOn(at);
  }

  private void add(Subscription to, WebhookEvent event, byte[] bytes, Opened at) {
    Instant now = clock.instant();
    WaitingDelivery.Key key = WaitingDelivery.Key.of(event, to.id());
    if (at.store().get(key.bytes()) != null) {
      return; // its record comes again, and it is on its way
    }
    if (lanes.add(key, now)) {
      at.store().put(key.bytes(), new WaitingDelivery(key, 0, now, Bytes.wrap(bytes)).bytes());
    } else {
      String why = "too many deliveries wait for this receiver";
      record(key, event, new Came(Status.FAILED, 0, why), at);
    }
  }

  /// Fetches what came of earlier deliveries, and sends those whose turn it is.
  private void goOn(Opened at) {
    for (News one = news.poll(); one != null; one = news.poll()) {
      ended(one, at);
    }
    Instant now = clock.instant();
    Optional<WaitingDelivery.Key> next = next(now);
    while (next.isPresent()) {
      send(next.get(), at);
      next = next(now);
    }
    lookAgain(at);
  }

  private Optional<WaitingDelivery.Key> next(Instant now) {
    return courier.hasRoom() ? lanes.next(now) : Optional.empty();
  }

  private void send(WaitingDelivery.Key key, Opened at) {
    byte[] row = at.store().get(key.bytes());
    if (row == null) {
      throw new IllegalStateException("expected a row for " + key + ", but there is none");
    }
    WaitingDelivery delivery = WaitingDelivery.read(key.bytes(), row);
    WebhookEvent event = events.decode(delivery.event().get());
    courier.send(
        event,
        key.subscription().toString(),
        delivery.attempts() + 1,
        outcome -> news.add(new News(delivery, event, outcome)));
  }

  private void ended(News one, Opened at) {
    WaitingDelivery delivery = one.delivery();
    int attempts = delivery.attempts() + 1;
    lanes.ended(delivery.key().subscription(), one.outcome() instanceof Outcome.Sent);
    Optional<Came> came =
        switch (one.outcome()) {
          case Outcome.Sent _ -> Optional.of(new Came(Status.SENT, attempts, ""));
          case Outcome.Failed failed ->
              Optional.of(new Came(Status.FAILED, attempts, failed.why()));
          case Outcome.Retry retry ->
              attempts < retries.attemptsMax()
                  ? Optional.empty()
                  : Optional.of(new Came(Status.FAILED, attempts, "given up: " + retry.why()));
        };
    came.ifPresentOrElse(
        over -> {
          record(delivery.key(), one.event(), over, at);
          at.store().delete(delivery.key().bytes());
        },
        () -> again(delivery.again(clock.instant().plus(retries.before(attempts + 1))), at));
  }

  private void again(WaitingDelivery delivery, Opened at) {
    at.store().put(delivery.key().bytes(), delivery.bytes());
    lanes.addAgain(delivery.key(), delivery.due());
  }

  /// What came of a delivery in the end.
  private record Came(Status status, int attempts, String detail) {}

  private void record(WaitingDelivery.Key key, WebhookEvent event, Came came, Opened at) {
    NotificationOutcome outcome =
        new NotificationOutcome(
            key.dedupeKey(),
            event.intent(),
            event.seq(),
            WebhookFeed.NAME,
            key.subscription().toString(),
            came.status(),
            came.attempts(),
            came.detail(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    told.accept(outcome);
    at.context()
        .forward(
            new Record<>(
                outcome.dedupeKey().getBytes(StandardCharsets.UTF_8),
                outcomes.encode(outcome),
                at.context().currentSystemTimeMs()),
            Names.OUTCOMES);
  }

  /// Often while news is to come, seldom while deliveries only wait, never when there are none:
  /// Kafka Streams commits a task after each look.
  private void lookAgain(Opened at) {
    Duration wanted =
        lanes.anyUnderWay() || !news.isEmpty()
            ? WHILE_UNDER_WAY
            : lanes.isEmpty() ? Duration.ZERO : WHILE_WAITING;
    if (wanted.equals(lookEvery)) {
      return;
    }
    if (look != null) {
      look.cancel();
      look = null;
    }
    if (!wanted.isZero()) {
      look = at.context().schedule(wanted, PunctuationType.WALL_CLOCK_TIME, _ -> goOn(opened()));
    }
    lookEvery = wanted;
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    return opened;
  }
}
