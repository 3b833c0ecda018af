package dev.assent.notifier.stream;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// A store as a task finds it that starts where another has ended.
final class OutboxRows {
  private OutboxRows() {}

  static KeyValueStore<Bytes, byte[]> copy(
      KeyValueStore<Bytes, byte[]> left, MockProcessorContext<byte[], byte[]> context) {
    KeyValueStore<Bytes, byte[]> made =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(left.name()), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    made.init(context.getStateStoreContext(), made);
    try (KeyValueIterator<Bytes, byte[]> rows = left.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        made.put(row.key, row.value);
      }
    }
    return made;
  }

  static void look(MockProcessorContext<byte[], byte[]> context) {
    context.scheduledPunctuators().stream()
        .filter(punctuator -> !punctuator.cancelled())
        .toList()
        .forEach(punctuator -> punctuator.getPunctuator().punctuate(0));
  }
}
