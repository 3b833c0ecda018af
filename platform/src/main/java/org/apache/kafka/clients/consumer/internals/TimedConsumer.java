package org.apache.kafka.clients.consumer.internals;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.internals.events.ApplicationEventHandler;
import org.apache.kafka.clients.consumer.internals.events.CompletableEventReaper;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;

/// Makes Kafka's consumer on a time other than the wall clock. Kafka has a constructor for that,
/// which only this package may call (4.3.1); a release that changes it does not compile here.
public final class TimedConsumer {
  private TimedConsumer() {}

  /// @param config as for any consumer; deserializers need not be named
  /// @param streams of the group, where Kafka Streams makes the consumer for one
  public static AsyncKafkaConsumer<byte[], byte[]> make(
      Map<String, Object> config, Time time, Optional<StreamsRebalanceData> streams) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new AsyncKafkaConsumer<>(
        new ConsumerConfig(ConsumerConfig.appendDeserializerToConfig(config, bytes, bytes)),
        bytes,
        bytes,
        time,
        ApplicationEventHandler::new,
        CompletableEventReaper::new,
        FetchCollector::new,
        ConsumerMetadata::new,
        new LinkedBlockingQueue<>(),
        streams);
  }
}
