package dev.assent.platform.views;

import dev.assent.contract.Happened;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetters;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.log.SparseLog;
import dev.assent.platform.streams.DamagedStoreException;
import dev.assent.wire.codec.Codec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The views of one running instance, and the processors that fold events into them.
///
/// Kafka Streams makes two processors of a global store, one after the other on the same thread:
/// the first folds what the disk lacks at start, the second what comes then (GlobalStateManagerImpl
/// and GlobalStateUpdateTask of 4.3.1). The views are opened once, by whichever comes first.
final class OpenViews implements ProcessorSupplier<byte[], byte[], Void, Void> {
  private static final SparseLog LINES = SparseLog.of(OpenViews.class);

  private final Codec<Happened> codec;
  private final List<View> views;
  private final Map<String, Byte> parts;
  private final Positions positions;
  private final DeadLetters deadLetters;
  private final Consumer<DamagedStoreException> damaged;
  private volatile @Nullable KeyValueStore<Bytes, byte[]> whole;

  /// @param damaged hears of a store that turns out to be damaged when it is used
  OpenViews(
      Codec<Happened> codec,
      List<Supplier<View>> suppliers,
      Positions positions,
      DeadLetters deadLetters,
      Consumer<DamagedStoreException> damaged) {
    this.codec = codec;
    this.views = suppliers.stream().map(Supplier::get).toList();
    this.parts = parts(views.stream().flatMap(view -> view.stores().stream()).toList());
    this.positions = positions;
    this.deadLetters = deadLetters;
    this.damaged = damaged;
  }

  /// The byte before each store's rows follows from its place in the list.
  private static Map<String, Byte> parts(List<String> names) {
    Map<String, Byte> parts = new HashMap<>();
    for (String name : names) {
      if (parts.put(name, (byte) (parts.size() + 1)) != null) {
        throw new IllegalArgumentException("expected one store named " + name + ", but got two");
      }
    }
    return Map.copyOf(parts);
  }

  /// A view's store, for any thread.
  ///
  /// @throws IllegalArgumentException when no view has such a store
  /// @throws ViewUnavailableException when the views are not open
  ReadOnlyKeyValueStore<Bytes, byte[]> store(String name) {
    KeyValueStore<Bytes, byte[]> opened = whole;
    if (opened == null) {
      throw new ViewUnavailableException("expected the views to be open, but they are closed");
    }
    return new ReadStore(part(opened, name));
  }

  private PartOfStore part(KeyValueStore<Bytes, byte[]> opened, String name) {
    Byte part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("expected one of " + parts.keySet() + ", but got " + name);
    }
    return new PartOfStore(opened, part, damaged);
  }

  @Override
  public Processor<byte[], byte[], Void, Void> get() {
    return new Fold();
  }

  private void open(KeyValueStore<Bytes, byte[]> store) {
    if (whole == null) {
      views.forEach(view -> view.open(name -> part(store, name)));
      whole = store;
    }
  }

  private void close() {
    if (whole != null) {
      whole = null;
      views.forEach(View::close);
    }
  }

  private final class Fold implements Processor<byte[], byte[], Void, Void> {
    private @Nullable ProcessorContext<Void, Void> context;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      this.context = context;
      open(context.getStateStore(ViewTopology.STORE));
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
      if (context == null) {
        throw new IllegalStateException(
            "expected an initialised processor, but got a record first");
      }
      RecordMetadata where = context.recordMetadata().orElseThrow();
      try {
        Happened happened = codec.decode(event.value());
        views.forEach(view -> view.fold(happened, event.value()));
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        if (Fault.isOfCircumstances(e)) {
          throw e; // comes again when the views are started anew
        }
        keep(where, event, e);
      }
      positions.folded(where.partition(), where.offset());
    }

    @Override
    public void close() {
      OpenViews.this.close();
    }
  }

  /// Waits until the event is safe among the dead letters. If that fails, the thread fails and the
  /// event comes again.
  private void keep(RecordMetadata where, Record<byte[], byte[]> event, Throwable cause) {
    LINES
        .at(Level.ERROR, cause)
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
}
