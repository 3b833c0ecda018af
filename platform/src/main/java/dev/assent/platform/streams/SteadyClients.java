package dev.assent.platform.streams;

import dev.assent.platform.kafka.Uptime;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.internals.TimedConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.TimedProducer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/// What a stream thread writes with and restores with, on [Uptime] instead of the wall clock (ADR
/// 0036). Kafka Streams gives every record that it sends a time, so none bears the producer's. Its
/// main consumer is a [SteadyConsumer].
final class SteadyClients extends DefaultKafkaClientSupplier {
  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return TimedProducer.make(config, Uptime.SHARED);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return TimedConsumer.make(config, Uptime.SHARED, Optional.empty());
  }
}
