package dev.assent.platform.views;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;

/// How far each partition of the events is folded by one running instance. Where a partition starts
/// is told by Kafka Streams' restore, whether there was something to restore or not.
final class Positions implements StateRestoreListener {
  /// The consumer property that hands a [Positions] to its [Interceptor].
  static final String PROPERTY = "assent.view.positions";

  private static final long NO_RECORD = -1;

  private final String topic;
  private final Map<Integer, Position> all = new TreeMap<>();

  Positions(String topic, int partitions) {
    this.topic = topic;
    for (int partition = 0; partition < partitions; partition++) {
      all.put(partition, new Position(partition));
    }
  }

  Set<Integer> partitions() {
    return all.keySet();
  }

  Position of(int partition) {
    Position position = all.get(partition);
    if (position == null) {
      throw new IllegalArgumentException(
          "expected a partition of " + all.keySet() + ", but got " + partition);
    }
    return position;
  }

  void folded(int partition, long offset) {
    of(partition).folded(offset);
  }

  /// Whoever waits learns that it will not be reached here.
  void close() {
    all.values().forEach(Position::close);
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long starts, long ends) {
    of(partition.partition()).startsAt(starts);
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long next, long restored) {
    of(partition.partition()).startsAt(next);
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    // Its batches told the position.
  }

  private void polled(ConsumerRecords<?, ?> batch) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : batch.nextOffsets().entrySet()) {
      Position position = all.get(next.getKey().partition());
      if (position != null && next.getKey().topic().equals(topic)) {
        position.polled(lastRecord(batch.records(next.getKey())), next.getValue().offset());
      }
    }
  }

  private static long lastRecord(List<? extends ConsumerRecord<?, ?>> records) {
    return records.isEmpty() ? NO_RECORD : records.getLast().offset();
  }

  /// Sees every poll of Kafka Streams' global consumer, on its thread and before its records are
  /// processed. Kafka calls it also for a poll that has no record but moved on, past a
  /// transaction's marker or its aborted records (AsyncKafkaConsumer.poll and
  /// ClassicKafkaConsumer.poll of 4.3.1; `KafkaViewsTest` would show it if that changed).
  public static final class Interceptor implements ConsumerInterceptor<Object, Object> {
    private @Nullable Positions positions;

    @Override
    public void configure(Map<String, ?> properties) {
      positions = properties.get(PROPERTY) instanceof Positions given ? given : null;
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> batch) {
      if (positions != null) {
        positions.polled(batch);
      }
      return batch;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
  }
}
