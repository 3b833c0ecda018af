package dev.assent.notifier.outbox;

import dev.assent.notifier.outbox.Lanes.Turn;
import dev.assent.notifier.outbox.Trade.Ended;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.log.SparseLog;
import dev.assent.platform.streams.WallClockCalls;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What one task has to send. A delivery is a row from the moment it is added to the moment
/// something came of it, so a crash costs none; it repeats those under way. The stream's thread
/// never waits for a target: a [Courier] does, and its news is fetched while there is any to come.
///
/// @param <T> a delivery
public final class Outbox<T> implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);
  private static final SparseLog LINES = SparseLog.of(Outbox.class);
  private static final Duration WHILE_UNDER_WAY = Duration.ofMillis(25);
  private static final Duration WHILE_WAITING = Duration.ofSeconds(1);

  private final Shared<T> shared;
  private final Trade<T> trade;
  private final ProcessorContext<byte[], byte[]> context;
  private final KeyValueStore<Bytes, byte[]> store;
  private final Sinks sinks;
  private final Lanes lanes;
  private final Queue<News<T>> news = new ConcurrentLinkedQueue<>();
  private final List<Courier.Round> rounds = new ArrayList<>();
  private long waiting;
  private boolean changed = true;
  private Duration lookEvery = Duration.ZERO;
  private @Nullable Cancellable look;

  /// What the tasks of one channel share.
  ///
  /// @param component who writes its dead letters
  /// @param waiting counts what waits or is under way
  /// @param told hears of every outcome, on a stream's thread
  public record Shared<T>(
      Trade<T> trade,
      Codec<NotificationOutcome> outcomes,
      Courier courier,
      Breakers breakers,
      Retries retries,
      Clock clock,
      String component,
      AtomicLong waiting,
      Consumer<NotificationOutcome> told) {}

  /// The nodes of the topology that take what comes of deliveries.
  public record Sinks(String outcomes, String deadLetters) {}

  /// One delivery on its way.
  private record Parcel<T>(Bytes key, Row row, T delivery) {}

  /// What came of one attempt, or that a turn is over.
  private sealed interface News<T> {
    record Came<T>(UUID target, Parcel<T> parcel, Outcome outcome) implements News<T> {}

    record Over<T>(UUID target, List<Parcel<T>> notTried) implements News<T> {}
  }

  /// Goes on with the rows that are left in the store.
  public Outbox(
      Shared<T> shared,
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      Sinks sinks) {
    this.shared = shared;
    this.trade = shared.trade();
    this.context = context;
    this.store = store;
    this.sinks = sinks;
    this.lanes = new Lanes(trade.lanes(), shared.breakers());
    try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        trade
            .target(row.key)
            .ifPresent(
                target -> {
                  lanes.addAgain(row.key, target, due(row.value));
                  count(1);
                });
      }
    }
    lookAgain();
  }

  /// What cannot be read ends when its turn comes, which is now.
  private Instant due(byte[] row) {
    try {
      return Row.read(row).due();
    } catch (RuntimeException e) {
      return shared.clock().instant();
    }
  }

  /// A new delivery. One that is there already is on its way: its record came again.
  public void add(Bytes key, Supplier<byte[]> content) {
    if (store.get(key) != null) {
      return;
    }
    Instant now = shared.clock().instant();
    UUID target =
        trade
            .target(key)
            .orElseThrow(() -> new IllegalStateException("expected a delivery's key, got " + key));
    Row row = new Row(0, now, Bytes.wrap(content.get()));
    if (lanes.add(key, target, now)) {
      store.put(key, row.bytes());
      count(1);
      changed = true;
    } else {
      String why = "too many deliveries wait for this receiver";
      record(key, Optional.of(trade.read(key, row.content())), new Ended(Status.FAILED, 0, why));
    }
  }

  /// After each record: fetches what came of earlier deliveries, and sends those whose turn it is.
  public void goOn() {
    if (changed || !news.isEmpty()) {
      look();
    }
  }

  private void look() {
    Instant now = shared.clock().instant();
    rounds.removeIf(round -> round.look(now));
    for (News<T> one = news.poll(); one != null; one = news.poll()) {
      switch (one) {
        case News.Came<T> came -> came(came);
        case News.Over<T> over -> over(over);
      }
    }
    Optional<Turn> next = next(now);
    while (next.isPresent()) {
      send(next.get(), now);
      next = next(now);
    }
    changed = false;
    lookAgain();
  }

  private Optional<Turn> next(Instant now) {
    return shared.courier().hasRoom() ? lanes.next(now) : Optional.empty();
  }

  private void send(Turn turn, Instant now) {
    List<Parcel<T>> parcels = new ArrayList<>();
    turn.keys().forEach(key -> parcel(key).ifPresent(parcels::add));
    if (parcels.isEmpty()) {
      lanes.ended(turn.target());
      return;
    }
    shared.breakers().asked(turn.target(), now.plus(shared.courier().within()));
    List<Supplier<Outcome>> attempts =
        parcels.stream().<Supplier<Outcome>>map(parcel -> () -> attempt(parcel)).toList();
    rounds.add(shared.courier().send(turn.target(), attempts, listener(turn, parcels)));
  }

  private Courier.Listener listener(Turn turn, List<Parcel<T>> parcels) {
    return new Courier.Listener() {
      @Override
      public void came(int which, Outcome outcome) {
        news.add(new News.Came<>(turn.target(), parcels.get(which), outcome));
      }

      @Override
      public void over(int next) {
        news.add(new News.Over<>(turn.target(), parcels.subList(next, parcels.size())));
      }
    };
  }

  private Optional<Parcel<T>> parcel(Bytes key) {
    byte[] bytes = store.get(key);
    if (bytes == null) {
      throw new IllegalStateException("expected a row for " + key + ", but there is none");
    }
    try {
      Row row = Row.read(bytes);
      return Optional.of(new Parcel<>(key, row, trade.read(key, row.content())));
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the store or the registry failed, not the row: it is read again
    } catch (RuntimeException e) { // it must not hold up what waits behind it
      LINES.at(Level.ERROR, e).setCause(e).log("A waiting delivery cannot be read; it has failed");
      String why = "expected to read the waiting delivery, but: " + e.getMessage();
      end(key, Optional.empty(), Bytes.wrap(bytes), new Ended(Status.FAILED, 0, why));
      return Optional.empty();
    }
  }

  /// What we did not think of, an [Error] too, is worth another attempt: the row waits for an
  /// answer.
  private Outcome attempt(Parcel<T> parcel) {
    try {
      return trade.send(parcel.delivery(), parcel.row().attempts() + 1);
    } catch (RuntimeException | Error e) {
      LINES
          .at(Level.WARN, e)
          .addKeyValue("component", shared.component())
          .setCause(Fault.withoutMessage(e)) // it may quote an address or a secret
          .log("A delivery failed unexpectedly");
      return new Outcome.Retry("the delivery failed with " + e.getClass().getSimpleName());
    }
  }

  private void came(News.Came<T> came) {
    Parcel<T> parcel = came.parcel();
    int attempts = parcel.row().attempts() + 1;
    boolean answered = !(came.outcome() instanceof Outcome.Retry);
    shared.breakers().ended(came.target(), answered, shared.clock().instant());
    switch (came.outcome()) {
      case Outcome.Sent _ -> end(parcel, new Ended(Status.SENT, attempts, ""));
      case Outcome.Failed failed -> end(parcel, new Ended(Status.FAILED, attempts, failed.why()));
      case Outcome.Retry retry -> {
        if (attempts < shared.retries().attemptsMax()) {
          Duration pause = shared.retries().before(attempts + 1);
          Row again = parcel.row().again(shared.clock().instant().plus(pause));
          store.put(parcel.key(), again.bytes());
          lanes.addAgain(parcel.key(), came.target(), again.due());
        } else {
          end(parcel, new Ended(Status.FAILED, attempts, "given up: " + retry.why()));
        }
      }
    }
  }

  private void over(News.Over<T> over) {
    over.notTried()
        .forEach(parcel -> lanes.addAgain(parcel.key(), over.target(), parcel.row().due()));
    lanes.ended(over.target());
  }

  private void end(Parcel<T> parcel, Ended ended) {
    end(parcel.key(), Optional.of(parcel.delivery()), parcel.row().content(), ended);
  }

  private void end(Bytes key, Optional<T> delivery, Bytes content, Ended ended) {
    NotificationOutcome outcome = record(key, delivery, ended);
    if (ended.status() == Status.FAILED && trade.buries()) {
      bury(outcome, content);
    }
    store.delete(key);
    count(-1);
  }

  private NotificationOutcome record(Bytes key, Optional<T> delivery, Ended ended) {
    NotificationOutcome outcome = trade.outcome(key, delivery, ended);
    shared.told().accept(outcome);
    byte[] name = outcome.dedupeKey().getBytes(StandardCharsets.UTF_8);
    context.forward(
        new Record<>(name, shared.outcomes().encode(outcome), shared.clock().millis()),
        sinks.outcomes());
    return outcome;
  }

  /// It names no topic that it came from: it cannot be sent to one again.
  private void bury(NotificationOutcome outcome, Bytes content) {
    Instant now = shared.clock().instant();
    String cause =
        "a message over "
            + outcome.channel()
            + " to "
            + outcome.recipient()
            + " did not get there, "
            + outcome.detail();
    context.forward(
        new Record<>(
            outcome.dedupeKey().getBytes(StandardCharsets.UTF_8),
            content.get(),
            now.toEpochMilli(),
            DeadLetter.headers(
                new RecordHeaders(),
                new DeadLetter.Origin("", -1, -1, now.toEpochMilli()),
                cause,
                shared.component(),
                now)),
        sinks.deadLetters());
  }

  private void count(int more) {
    waiting += more;
    var _ = shared.waiting().addAndGet(more);
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
    cancel();
    if (!wanted.isZero()) {
      look = WallClockCalls.schedule(context, SteadyTime.SHARED::wall, wanted, _ -> look());
    }
    lookEvery = wanted;
  }

  private void cancel() {
    if (look != null) {
      look.cancel();
      look = null;
    }
  }

  /// What came so far is put on record, so that a stop repeats nothing. What is under way comes to
  /// its end, and nobody hears of it: its row stays, for whoever has the task next.
  @Override
  public void close() {
    cancel();
    try {
      for (News<T> one = news.poll(); one != null; one = news.poll()) {
        if (one instanceof News.Came<T> came) {
          came(came);
        }
      }
    } catch (RuntimeException e) {
      LOGGER.atInfo().setCause(e).log("A task is lost: what was just sent may be sent again");
    }
    var _ = shared.waiting().addAndGet(-waiting);
    waiting = 0;
  }
}
