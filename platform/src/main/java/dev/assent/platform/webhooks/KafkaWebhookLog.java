package dev.assent.platform.webhooks;

import static dev.assent.platform.kafka.Completions.EACH_ON_ITS_OWN_THREAD;
import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.platform.bus.BusException;
import dev.assent.platform.kafka.Clients;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.wire.Wire;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// The webhooks topic. A record's key is its event's id and its timestamp the time in that id, so a
/// look-up is a seek and a short scan of one partition, and needs no index. Most gateways are never
/// asked: clients are made with the first call.
public final class KafkaWebhookLog implements WebhookLog, AutoCloseable {
  private static final Duration APPEND_WITHIN = Duration.ofSeconds(15);
  private static final Duration FIND_WITHIN = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(500);

  /// By how much records may be out of the order of their times: a notifier that was down matches
  /// late what happened early.
  private static final Duration OUT_OF_ORDER_MAX = Duration.ofDays(1);

  private final Connection connection;
  private final Codec<WebhookEvent> codec;
  private final String topic;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  public KafkaWebhookLog(Connection connection, Wire wire) {
    this.connection = connection;
    this.codec = wire.webhooks();
    this.topic = connection.topics().webhooks().name();
  }

  /// A record's key.
  public static byte[] key(UUID id) {
    return id.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public CompletableFuture<Void> append(WebhookEvent event) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    EACH_ON_ITS_OWN_THREAD.execute(() -> send(event, done)); // the first look at a topic waits
    return done;
  }

  private void send(WebhookEvent event, CompletableFuture<Void> done) {
    try {
      KafkaProducer<byte[], byte[]> to = producer();
      byte[] key = key(event.id());
      int partition = partition(key, to.partitionsFor(topic).size());
      var _ =
          to.send(
              new ProducerRecord<>(
                  topic, partition, event.toldFrom().toEpochMilli(), key, codec.encode(event)),
              (_, failure) ->
                  EACH_ON_ITS_OWN_THREAD.execute(
                      () -> {
                        if (failure == null) {
                          done.complete(null);
                        } else {
                          done.completeExceptionally(notWritten(failure));
                        }
                      }));
    } catch (KafkaException e) {
      done.completeExceptionally(notWritten(e));
    } catch (RuntimeException e) {
      done.completeExceptionally(e); // it could not be encoded
    }
  }

  private static BusException notWritten(Exception failure) {
    return new BusException(
        BusException.Kind.UNREACHABLE,
        "expected the broker to acknowledge the event, but " + failure.getMessage(),
        failure);
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = Clients.producer(connection, APPEND_WITHIN);
    }
    return producer;
  }

  /// Where Kafka's default partitioner puts it, which the notifier's stream uses.
  private static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  @Override
  public CompletableFuture<Optional<WebhookEvent>> find(UUID id) {
    return WebhookEvent.timeOf(id)
        .map(at -> CompletableFuture.supplyAsync(() -> search(id, at), EACH_ON_ITS_OWN_THREAD))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  private Optional<WebhookEvent> search(UUID id, Instant at) {
    byte[] key = key(id);
    try (KafkaConsumer<byte[], byte[]> consumer =
        Clients.reader(connection, Map.of(AUTO_OFFSET_RESET_CONFIG, "earliest"))) {
      int partitions = Clients.partitions(consumer, topic);
      TopicPartition partition = new TopicPartition(topic, partition(key, partitions));
      consumer.assign(List.of(partition));
      OffsetAndTimestamp from =
          consumer.offsetsForTimes(Map.of(partition, at.toEpochMilli())).get(partition);
      if (from == null) {
        return Optional.empty();
      }
      consumer.seek(partition, from.offset());
      return scan(consumer, partition, key, at).map(codec::decode);
    } catch (KafkaException e) {
      throw new BusException(
          BusException.Kind.UNREACHABLE,
          "expected the broker to look the event up, but " + e.getMessage(),
          e);
    }
  }

  private static Optional<byte[]> scan(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, byte[] key, Instant at) {
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long last = at.plus(OUT_OF_ORDER_MAX).toEpochMilli();
    long deadline = System.nanoTime() + FIND_WITHIN.toNanos();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (Arrays.equals(record.key(), key) && record.value() != null) {
          return Optional.of(record.value());
        }
        if (record.timestamp() > last) {
          return Optional.empty();
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new ViewUnavailableException(
            "expected to find the event within "
                + FIND_WITHIN.toSeconds()
                + " s, but there is more to search");
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
