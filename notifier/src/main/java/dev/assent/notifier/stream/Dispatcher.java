package dev.assent.notifier.stream;

import dev.assent.contract.Happened;
import dev.assent.notifier.plan.NotificationPlan;
import dev.assent.notifier.plan.NotificationPlan.Planned;
import dev.assent.notifier.plan.TaskContext;
import dev.assent.notifier.route.Delivery;
import dev.assent.notifier.route.Route;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One channel's way through one partition of the events: plan, send, put on record what came of
/// it, remember.
final class Dispatcher implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

  /// Since when this channel tells; unlike every other key of the store not 16 bytes long.
  private static final Bytes TELLING_SINCE =
      Bytes.wrap("telling-since".getBytes(StandardCharsets.US_ASCII));

  private final Codec<Happened> events;
  private final Codec<NotificationOutcome> outcomes;
  private final Route route;
  private final Sender sender;
  private final Duration horizon;
  private final Clock clock;
  private final String component;
  private final Consumer<NotificationOutcome> told;
  private @Nullable Opened opened;

  private record Opened(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      Unreadable unreadable,
      Instant tellingSince) {}

  Dispatcher(
      Codec<Happened> events,
      Codec<NotificationOutcome> outcomes,
      Route route,
      Sender sender,
      Duration horizon,
      Clock clock,
      String component,
      Consumer<NotificationOutcome> told) {
    this.events = events;
    this.outcomes = outcomes;
    this.route = route;
    this.sender = sender;
    this.horizon = horizon;
    this.clock = clock;
    this.component = component;
    this.told = told;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(NotifierTopology.CONTEXTS);
    Unreadable unreadable =
        new Unreadable(context, NotifierTopology.DEAD_LETTERS, component, clock);
    opened = new Opened(context, store, unreadable, tellingSince(store));
  }

  /// A channel that starts for the first time reads all of history, for it must know the tasks that
  /// are open, but tells nothing from before its start and a little more. One that was down and
  /// comes back tells everything it missed, however late.
  private Instant tellingSince(KeyValueStore<Bytes, byte[]> store) {
    byte[] known = store.get(TELLING_SINCE);
    if (known != null) {
      return Instant.ofEpochMilli(ByteBuffer.wrap(known).getLong());
    }
    Instant since = clock.instant().minus(horizon);
    store.put(TELLING_SINCE, ByteBuffer.allocate(Long.BYTES).putLong(since.toEpochMilli()).array());
    return since;
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    Opened at = opened();
    try {
      tell(events.decode(event.value()), event, at);
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the broker, the store or the registry failed, not the event: it is read again
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      at.unreadable().keep(event, e);
    }
  }

  private void tell(Happened happened, Record<byte[], byte[]> event, Opened at) {
    Bytes key = IntentRows.key(happened.intent());
    Optional<TaskContext> before =
        Optional.ofNullable(at.store().get(key)).map(ContextCodec::decode);
    Planned planned = NotificationPlan.of(before, happened);
    if (!happened.at().isBefore(at.tellingSince())) {
      planned.messages().forEach(message -> route.of(message).forEach(one -> send(one, event, at)));
    }
    if (!planned.context().equals(before)) {
      // After the outcomes: what is remembered as told has been told.
      planned
          .context()
          .ifPresentOrElse(
              context -> at.store().put(key, ContextCodec.encode(context)),
              () -> at.store().delete(key));
    }
  }

  private void send(Delivery delivery, Record<byte[], byte[]> event, Opened at) {
    NotificationOutcome outcome = sender.send(delivery);
    told.accept(outcome);
    LOGGER
        .atDebug()
        .addKeyValue("intentId", outcome.intent())
        .addKeyValue("seq", outcome.seq())
        .addKeyValue("channel", outcome.channel())
        .addKeyValue("status", outcome.status())
        .log("A message was dispatched");
    at.context()
        .forward(
            new Record<>(
                outcome.dedupeKey().getBytes(StandardCharsets.UTF_8),
                outcomes.encode(outcome),
                event.timestamp()),
            NotifierTopology.OUTCOMES);
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    return opened;
  }
}
