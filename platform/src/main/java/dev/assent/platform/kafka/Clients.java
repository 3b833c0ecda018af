package dev.assent.platform.kafka;

import static org.apache.kafka.clients.consumer.ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_POLL_RECORDS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.INTERCEPTOR_CLASSES_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.LINGER_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_BLOCK_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
import static org.apache.kafka.clients.producer.ProducerConfig.METADATA_MAX_IDLE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;

import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.TimedProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The doors' Kafka clients: bytes in, bytes out.
public final class Clients {
  /// How long a caller, who may be an event loop, is held up at most: by the first look at a topic,
  /// or by a full buffer.
  private static final Duration BLOCK = Duration.ofSeconds(5);

  private static final Duration TOPIC_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int POLL_RECORDS_MAX = 2_000;

  private Clients() {}

  /// Every record acknowledged by all in-sync replicas, once and in order. It counts by [Uptime],
  /// its records bear the wall clock's time.
  ///
  /// @param deliverWithin how long a record is tried before its callback fails
  public static KafkaProducer<byte[], byte[]> producer(
      Connection connection, Duration deliverWithin) {
    return producer(connection, deliverWithin, Map.of());
  }

  /// @param more what differs, for example a transactional id
  public static KafkaProducer<byte[], byte[]> producer(
      Connection connection, Duration deliverWithin, Map<String, Object> more) {
    Map<String, Object> properties = connection.clientProperties();
    int millis = Math.toIntExact(deliverWithin.toMillis());
    properties.put(ACKS_CONFIG, "all");
    properties.put(ENABLE_IDEMPOTENCE_CONFIG, true);
    // An idle door sends at once; a busy one batches what arrives while two requests are out.
    properties.put(LINGER_MS_CONFIG, 0);
    properties.put(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 2);
    properties.put(COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(DELIVERY_TIMEOUT_MS_CONFIG, millis);
    properties.put(REQUEST_TIMEOUT_MS_CONFIG, Math.max(millis / 3, 1));
    properties.put(MAX_BLOCK_MS_CONFIG, Math.toIntExact(BLOCK.toMillis()));
    // A topic that was not written to for a while is not looked up again while a caller waits.
    properties.put(METADATA_MAX_IDLE_CONFIG, Duration.ofDays(365).toMillis());
    properties.put(INTERCEPTOR_CLASSES_CONFIG, List.of(SentNow.class));
    properties.putAll(more);
    return TimedProducer.make(properties, Uptime.SHARED);
  }

  /// A consumer without a group.
  ///
  /// @param more what differs: the isolation level, and where to go on when the position is gone
  public static KafkaConsumer<byte[], byte[]> consumer(
      Connection connection, Map<String, String> more) {
    return consumer(connection.clientProperties(), more);
  }

  /// One that reads a topic to its end and is closed again.
  ///
  /// @param more what differs, as above
  public static KafkaConsumer<byte[], byte[]> reader(
      Connection connection, Map<String, String> more) {
    return consumer(connection.readerProperties(), more);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, Object> properties, Map<String, String> more) {
    properties.put(ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    properties.putAll(more);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// How many partitions a topic has. One that was created a moment ago may not be known to every
  /// broker yet, so it is looked for again for a while.
  ///
  /// @throws IllegalStateException when it does not exist within 30 s
  public static int partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    long deadline = System.nanoTime() + TOPIC_WITHIN.toNanos();
    while (true) {
      int found = consumer.partitionsFor(topic, TOPIC_WITHIN).size();
      if (found > 0) {
        return found;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("topic " + topic + " does not exist");
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }
}
