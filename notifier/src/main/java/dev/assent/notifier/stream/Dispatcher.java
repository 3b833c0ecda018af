package dev.assent.notifier.stream;

import dev.assent.contract.Happened;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.plan.NotificationPlan;
import dev.assent.notifier.plan.NotificationPlan.Planned;
import dev.assent.notifier.plan.TaskContext;
import dev.assent.notifier.route.Delivery;
import dev.assent.notifier.route.Route;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// One channel's way through one partition of the events: plan, route, put into the outbox,
/// remember.
final class Dispatcher implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Outbox.Sinks SINKS =
      new Outbox.Sinks(NotifierTopology.OUTCOMES, NotifierTopology.DEAD_LETTERS);

  /// Since when this channel tells; unlike an intent's key not 16 bytes long.
  private static final Bytes TELLING_SINCE =
      Bytes.wrap("telling-since".getBytes(StandardCharsets.US_ASCII));

  private final Codec<Happened> events;
  private final Route route;
  private final Duration horizon;
  private final MessageTrade trade;
  private final Outbox.Shared<Delivery> shared;
  private @Nullable Opened opened;

  private record Opened(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      Outbox<Delivery> outbox,
      Unreadable unreadable,
      Instant tellingSince) {}

  Dispatcher(
      Codec<Happened> events,
      Route route,
      Duration horizon,
      MessageTrade trade,
      Outbox.Shared<Delivery> shared) {
    this.events = events;
    this.route = route;
    this.horizon = horizon;
    this.trade = trade;
    this.shared = shared;
  }

  /// Kafka Streams may revive a task that failed: then this comes again, and nothing may be left in
  /// memory from before.
  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(NotifierTopology.CONTEXTS);
    opened =
        new Opened(
            context,
            store,
            new Outbox<>(shared, context, store, SINKS),
            new Unreadable(
                context, NotifierTopology.DEAD_LETTERS, shared.component(), shared.clock()),
            tellingSince(store));
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.outbox().close();
    }
    opened = null;
  }

  /// A channel that starts for the first time reads all of history, for it must know the tasks that
  /// are open, but tells nothing from before its start and a little more. One that was down and
  /// comes back tells everything it missed, however late.
  private Instant tellingSince(KeyValueStore<Bytes, byte[]> store) {
    byte[] known = store.get(TELLING_SINCE);
    if (known != null) {
      return Instant.ofEpochMilli(ByteBuffer.wrap(known).getLong());
    }
    Instant since = shared.clock().instant().minus(horizon);
    store.put(TELLING_SINCE, ByteBuffer.allocate(Long.BYTES).putLong(since.toEpochMilli()).array());
    return since;
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    Opened at = opened();
    try {
      tell(events.decode(event.value()), at);
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the broker, the store or the registry failed, not the event: it is read again
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      at.unreadable().keep(event, e);
    }
    at.outbox().goOn();
  }

  private void tell(Happened happened, Opened at) {
    Bytes key = IntentRows.key(happened.intent());
    Optional<TaskContext> before =
        Optional.ofNullable(at.store().get(key)).map(ContextCodec::decode);
    Planned planned = NotificationPlan.of(before, happened);
    if (!happened.at().isBefore(at.tellingSince())) {
      planned.messages().stream()
          .flatMap(message -> route.of(message).stream())
          .forEach(delivery -> add(delivery, at));
    }
    if (!planned.context().equals(before)) {
      // After its rows, and in the same changelog: what is remembered as told is told or waits.
      planned
          .context()
          .ifPresentOrElse(
              context -> at.store().put(key, ContextCodec.encode(context)),
              () -> at.store().delete(key));
    }
  }

  private void add(Delivery delivery, Opened at) {
    long offset = at.context().recordMetadata().orElseThrow().offset();
    at.outbox().add(trade.key(offset, delivery), () -> trade.content(delivery));
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    return opened;
  }
}
