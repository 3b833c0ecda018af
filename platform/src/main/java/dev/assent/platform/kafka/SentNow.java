package dev.assent.platform.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Records that bear no time bear the wall clock's: their producer counts by [Uptime], which is for
/// nobody else, and a broker refuses what is an hour ahead.
public final class SentNow implements ProducerInterceptor<byte[], byte[]> {
  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    return record.timestamp() != null
        ? record
        : new ProducerRecord<>(
            record.topic(),
            record.partition(),
            System.currentTimeMillis(),
            record.key(),
            record.value(),
            record.headers());
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata written, @Nullable Exception failure) {
    // Only what is sent counts.
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
