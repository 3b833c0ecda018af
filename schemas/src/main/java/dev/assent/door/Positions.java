package dev.assent.door;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The positions of the partitions whose views are open here.
final class Positions {
  /// The consumer property that hands a [Positions] to its [Interceptor].
  static final String PROPERTY = "assent.view.positions";

  private static final long NO_RECORD = -1;

  private final String topic;
  private final Map<Integer, Position> held = new ConcurrentHashMap<>();

  Positions(String topic) {
    this.topic = topic;
  }

  Position open(int partition) {
    Position position = new Position(partition);
    held.put(partition, position);
    return position;
  }

  void close(Position position) {
    held.remove(position.partition(), position);
    position.close();
  }

  Set<Integer> held() {
    return Set.copyOf(held.keySet());
  }

  @Nullable Position of(int partition) {
    return held.get(partition);
  }

  private void polled(ConsumerRecords<?, ?> batch) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : batch.nextOffsets().entrySet()) {
      Position position = held.get(next.getKey().partition());
      if (position != null && next.getKey().topic().equals(topic)) {
        position.polled(lastRecord(batch.records(next.getKey())), next.getValue().offset());
      }
    }
  }

  private static long lastRecord(List<? extends ConsumerRecord<?, ?>> records) {
    return records.isEmpty() ? NO_RECORD : records.getLast().offset();
  }

  /// Sees every poll of Kafka Streams' main consumer, on its stream thread and before its records
  /// are processed. Kafka calls it also for a poll that has no record but moved on, past a
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
