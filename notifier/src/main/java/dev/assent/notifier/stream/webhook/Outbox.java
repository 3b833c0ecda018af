package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.stream.Unreadable;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.log.SparseLog;
import dev.assent.platform.streams.WallClockCalls;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import dev.assent.wire.registry.RegistryUnavailableException;
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
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Events in, a delivery to each subscription that wants them, what came of each out. A delivery is
/// a row from the moment its event is read to the moment something came of it, so a crash costs
/// none; it repeats those under way.
///
/// The stream's thread never waits for a receiver: a [Courier] does, and its news is fetched while
/// there is any to come.
final class Outbox implements Processor<byte[], byte[], byte[], byte[]> {
  private static final SparseLog LINES = SparseLog.of(Outbox.class);
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
  private @Nullable Running running;

  /// What came of an attempt.
  private record News(WaitingDelivery delivery, WebhookEvent event, Outcome outcome) {}

  /// What came of a delivery in the end.
  private record Came(Status status, int attempts, String detail) {}

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

  /// Kafka Streams may revive a task that failed: then this comes again, and nothing may be left in
  /// memory from before.
  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    running = new Running(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (running == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    running.process(record);
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
    running = null;
  }

  /// A task from its `init` to its `close`.
  private final class Running {
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<Bytes, byte[]> store;
    private final Unreadable unreadable;
    private final Lanes lanes = new Lanes();
    private final Queue<News> news = new ConcurrentLinkedQueue<>();
    private Duration lookEvery = Duration.ZERO;
    private @Nullable Cancellable look;

    Running(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      this.store = context.getStateStore(Names.DELIVERIES);
      this.unreadable = new Unreadable(context, Names.OUTBOX_DEAD_LETTERS, component, clock);
      try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
        while (rows.hasNext()) {
          KeyValue<Bytes, byte[]> row = rows.next();
          lanes.addAgain(WaitingDelivery.Key.read(row.key), due(row));
        }
      }
      lookAgain();
    }

    /// What cannot be read ends when its turn comes, which is now.
    private Instant due(KeyValue<Bytes, byte[]> row) {
      try {
        return WaitingDelivery.read(row.key, row.value).due();
      } catch (RuntimeException e) {
        return clock.instant();
      }
    }

    void process(Record<byte[], byte[]> record) {
      try {
        WebhookEvent event = events.decode(record.value());
        catchUp.run();
        receivers.wanting(event).forEach(to -> add(to, event, record.value()));
      } catch (KafkaException | RegistryUnavailableException e) {
        throw e; // the broker, the store or the registry failed, not the record: it is read again
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        unreadable.keep(record, e);
      }
      goOn();
    }

    void close() {
      if (look != null) {
        look.cancel();
      }
    }

    private void add(Subscription to, WebhookEvent event, byte[] bytes) {
      Instant now = clock.instant();
      WaitingDelivery.Key key = WaitingDelivery.Key.of(event, to.id());
      if (store.get(key.bytes()) != null) {
        return; // its record comes again, and it is on its way
      }
      if (lanes.add(key, now)) {
        store.put(key.bytes(), new WaitingDelivery(key, 0, now, Bytes.wrap(bytes)).bytes());
      } else {
        String why = "too many deliveries wait for this receiver";
        record(key, Optional.of(event), new Came(Status.FAILED, 0, why));
      }
    }

    /// Fetches what came of earlier deliveries, and sends those whose turn it is.
    private void goOn() {
      for (News one = news.poll(); one != null; one = news.poll()) {
        ended(one);
      }
      Instant now = clock.instant();
      Optional<WaitingDelivery.Key> next = next(now);
      while (next.isPresent()) {
        send(next.get());
        next = next(now);
      }
      lookAgain();
    }

    private Optional<WaitingDelivery.Key> next(Instant now) {
      return courier.hasRoom() ? lanes.next(now) : Optional.empty();
    }

    private void send(WaitingDelivery.Key key) {
      byte[] row = store.get(key.bytes());
      if (row == null) {
        throw new IllegalStateException("expected a row for " + key + ", but there is none");
      }
      WaitingDelivery delivery;
      WebhookEvent event;
      try {
        delivery = WaitingDelivery.read(key.bytes(), row);
        event = events.decode(delivery.event().get());
      } catch (KafkaException | RegistryUnavailableException e) {
        throw e; // the store or the registry failed, not the row: it is read again
      } catch (RuntimeException e) {
        unreadable(key, e);
        return;
      }
      courier.send(
          event,
          key.subscription().toString(),
          delivery.attempts() + 1,
          outcome -> news.add(new News(delivery, event, outcome)));
    }

    /// It must not hold up what waits behind it.
    private void unreadable(WaitingDelivery.Key key, RuntimeException cause) {
      LINES
          .at(Level.ERROR, cause)
          .addKeyValue("delivery", key.dedupeKey())
          .setCause(cause)
          .log("A waiting delivery cannot be read; it has failed");
      lanes.ended(key.subscription(), true);
      String why = "expected to read the waiting delivery, but: " + cause.getMessage();
      record(key, Optional.empty(), new Came(Status.FAILED, 0, why));
      store.delete(key.bytes());
    }

    private void ended(News one) {
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
            record(delivery.key(), Optional.of(one.event()), over);
            store.delete(delivery.key().bytes());
          },
          () -> again(delivery.again(clock.instant().plus(retries.before(attempts + 1)))));
    }

    private void again(WaitingDelivery delivery) {
      store.put(delivery.key().bytes(), delivery.bytes());
      lanes.addAgain(delivery.key(), delivery.due());
    }

    private void record(WaitingDelivery.Key key, Optional<WebhookEvent> event, Came came) {
      NotificationOutcome outcome =
          new NotificationOutcome(
              key.dedupeKey(),
              event.flatMap(WebhookEvent::intent),
              event.map(WebhookEvent::seq).orElse(0),
              WebhookFeed.NAME,
              key.subscription().toString(),
              came.status(),
              came.attempts(),
              came.detail(),
              clock.instant().truncatedTo(ChronoUnit.MICROS));
      told.accept(outcome);
      context.forward(
          new Record<>(
              outcome.dedupeKey().getBytes(StandardCharsets.UTF_8),
              outcomes.encode(outcome),
              clock.millis()),
          Names.OUTCOMES);
    }

    /// Often while news is to come, seldom while deliveries only wait, never when there are none:
    /// Kafka Streams commits a task after each look.
    private void lookAgain() {
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
        look = WallClockCalls.schedule(context, SteadyTime.SHARED::wall, wanted, _ -> goOn());
      }
      lookEvery = wanted;
    }
  }
}
