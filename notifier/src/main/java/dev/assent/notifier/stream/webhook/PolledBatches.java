package dev.assent.notifier.stream.webhook;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Counts the batches that a stream thread has polled: whatever it processes was polled no later
/// than the last of them.
public final class PolledBatches implements ConsumerInterceptor<byte[], byte[]> {
  private static final ThreadLocal<long[]> OF_THREAD = ThreadLocal.withInitial(() -> new long[1]);

  /// How many batches this thread has polled so far.
  static long count() {
    return OF_THREAD.get()[0];
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    if (!records.isEmpty()) {
      OF_THREAD.get()[0]++;
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // Only what is polled counts.
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // Nothing to set.
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
