package dev.assent.door;

import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.LINGER_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_BLOCK_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;

import dev.assent.wire.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes records that cannot be read, or that break our code, to the dead-letters topic, where
/// they are kept with their cause ([DeadLetterBox] lists and replays them).
public final class DeadLetters implements AutoCloseable {
  private static final int DELIVERY_MILLIS = 30_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final String component;
  private final Clock clock;

  /// @param component who writes, for example `gateway`
  public DeadLetters(Connection connection, String component, Clock clock) {
    this.topic = connection.topics().deadLetters().name();
    this.component = component;
    this.clock = clock;
    Map<String, Object> properties = connection.clientProperties();
    properties.put(ACKS_CONFIG, "all");
    properties.put(ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(LINGER_MS_CONFIG, 0);
    properties.put(REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    properties.put(MAX_BLOCK_MS_CONFIG, 10_000);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Done when the record is safe; only then may its reader go on.
  public CompletableFuture<Void> keep(
      DeadLetter.Origin origin,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers original,
      Throwable cause) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Headers headers = DeadLetter.headers(original, origin, cause, component, clock.instant());
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, null, key, value, headers),
              (written, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(failure);
                }
              });
    } catch (KafkaException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(DELIVERY_MILLIS));
  }
}
