package dev.assent.notifier.stream.webhook;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.stream.Unreadable;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.registry.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Events in, a delivery to each subscription that wants them into the outbox.
final class Deliverer implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Outbox.Sinks SINKS =
      new Outbox.Sinks(Names.OUTCOMES, Names.OUTBOX_DEAD_LETTERS);

  private final Codec<WebhookEvent> events;
  private final Receivers receivers;
  private final Runnable catchUp;
  private final Outbox.Shared<WebhookTrade.Delivery> shared;
  private @Nullable Opened opened;

  private record Opened(Outbox<WebhookTrade.Delivery> outbox, Unreadable unreadable) {}

  Deliverer(
      Codec<WebhookEvent> events,
      Receivers receivers,
      Runnable catchUp,
      Outbox.Shared<WebhookTrade.Delivery> shared) {
    this.events = events;
    this.receivers = receivers;
    this.catchUp = catchUp;
    this.shared = shared;
  }

  /// Kafka Streams may revive a task that failed: then this comes again, and nothing may be left in
  /// memory from before.
  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    opened =
        new Opened(
            new Outbox<>(shared, context, context.getStateStore(Names.DELIVERIES), SINKS),
            new Unreadable(context, Names.OUTBOX_DEAD_LETTERS, shared.component(), shared.clock()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (opened == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    Outbox<WebhookTrade.Delivery> outbox = opened.outbox();
    try {
      WebhookEvent event = events.decode(record.value());
      catchUp.run();
      receivers
          .wanting(event)
          .forEach(to -> outbox.add(WebhookKey.of(event, to.id()).bytes(), record::value));
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the broker, the store or the registry failed, not the record: it is read again
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      opened.unreadable().keep(record, e);
    }
    outbox.goOn();
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.outbox().close();
    }
    opened = null;
  }
}
