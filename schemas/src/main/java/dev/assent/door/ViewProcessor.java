package dev.assent.door;

import dev.assent.contract.Happened;
import dev.assent.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds one partition of the events into its views.
///
/// Kafka Streams calls `init` when the stores are restored and before the partition is polled
/// (StreamTask.completeRestoration, then TaskManager resumes the consumer; 4.3.1), and `close` when
/// the partition goes, so a view is open exactly while its stores are whole.
final class ViewProcessor implements Processor<byte[], byte[], Void, Void> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ViewProcessor.class);

  private final Codec<Happened> codec;
  private final List<Supplier<View>> suppliers;
  private final Positions positions;
  private final Started started;
  private final DeadLetters deadLetters;
  private final List<View> views = new ArrayList<>();
  private @Nullable ProcessorContext<Void, Void> context;
  private @Nullable Position position;

  /// Told when a partition's views are open: its position is known only once something is polled,
  /// or somebody asks where it starts.
  interface Started {
    void at(Position position);
  }

  ViewProcessor(
      Codec<Happened> codec,
      List<Supplier<View>> suppliers,
      Positions positions,
      Started started,
      DeadLetters deadLetters) {
    this.codec = codec;
    this.suppliers = suppliers;
    this.positions = positions;
    this.started = started;
    this.deadLetters = deadLetters;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    PartitionStores stores = new PartitionStores(context);
    for (Supplier<View> supplier : suppliers) {
      View view = supplier.get();
      view.open(stores);
      views.add(view);
    }
    Position opened = positions.open(stores.partition());
    position = opened;
    started.at(opened);
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    if (context == null || position == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    RecordMetadata where = context.recordMetadata().orElseThrow();
    try {
      Happened happened = codec.decode(event.value());
      views.forEach(view -> view.fold(happened));
    } catch (RuntimeException e) {
      if (Fault.isOfCircumstances(e)) {
        throw e; // Kafka Streams tries again
      }
      keep(where, event, e);
    }
    position.folded(where.offset());
  }

  /// Waits until the event is safe among the dead letters. If that fails, the thread fails and the
  /// event comes again.
  private void keep(RecordMetadata where, Record<byte[], byte[]> event, RuntimeException cause) {
    LOGGER
        .atError()
        .addKeyValue("topic", where.topic())
        .addKeyValue("partition", where.partition())
        .addKeyValue("offset", where.offset())
        .setCause(cause)
        .log("An event cannot be folded; it goes to the dead letters");
    deadLetters
        .keep(
            new DeadLetter.Origin(
                where.topic(), where.partition(), where.offset(), event.timestamp()),
            event.key(),
            event.value(),
            event.headers(),
            cause)
        .join();
  }

  @Override
  public void close() {
    if (position != null) {
      positions.close(position);
      position = null;
    }
    views.forEach(View::close);
    views.clear();
  }

  private record PartitionStores(ProcessorContext<Void, Void> context) implements View.Stores {
    @Override
    public KeyValueStore<Bytes, byte[]> store(String name) {
      return context.getStateStore(name);
    }

    @Override
    public int partition() {
      return context.taskId().partition();
    }
  }
}
