package org.apache.kafka.clients.producer;

import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/// Makes Kafka's producer on a time other than the wall clock. Kafka has a constructor for that,
/// which only this package may call (4.3.1); a release that changes it does not compile here.
public final class TimedProducer {
  private TimedProducer() {}

  /// @param config as for any producer; serializers need not be named
  /// @param time also of records that bear none
  public static KafkaProducer<byte[], byte[]> make(Map<String, Object> config, Time time) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(
        new ProducerConfig(ProducerConfig.appendSerializerToConfig(config, bytes, bytes)),
        bytes,
        bytes,
        null,
        null,
        null,
        new ApiVersions(),
        time);
  }
}
