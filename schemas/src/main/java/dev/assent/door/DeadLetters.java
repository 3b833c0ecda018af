package dev.assent.door;

import dev.assent.wire.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Writes records that cannot be read, or that break our code, to the dead-letters topic, where
/// they are kept with their cause ([DeadLetterBox] lists and replays them).
///
/// A record is kept once by each component, however often it is read: a view reads all events again
/// when it starts over an empty disk.
public final class DeadLetters implements AutoCloseable {
  private static final Duration DELIVER_WITHIN = Duration.ofSeconds(30);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final String component;
  private final Clock clock;
  private final DeadLetterBox box;

  /// Where what this component has kept came from; read when there is something to keep.
  private @Nullable Set<DeadLetter.Origin> kept;

  /// @param component who writes, for example `gateway`
  public DeadLetters(Connection connection, String component, Clock clock) {
    this.topic = connection.topics().deadLetters().name();
    this.component = component;
    this.clock = clock;
    this.box = new DeadLetterBox(connection, clock);
    this.producer = Clients.producer(connection, DELIVER_WITHIN);
  }

  /// Done when the record is safe; only then may its reader go on.
  public CompletableFuture<Void> keep(
      DeadLetter.Origin origin,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers original,
      Throwable cause) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      if (!kept().add(origin)) {
        return CompletableFuture.completedFuture(null);
      }
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
    Headers headers = DeadLetter.headers(original, origin, cause, component, clock.instant());
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, null, key, value, headers),
              (written, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  kept().remove(origin);
                  done.completeExceptionally(failure);
                }
              });
    } catch (KafkaException e) {
      kept().remove(origin);
      done.completeExceptionally(e);
    }
    return done;
  }

  private synchronized Set<DeadLetter.Origin> kept() {
    Set<DeadLetter.Origin> known = kept;
    if (known == null) {
      known = ConcurrentHashMap.newKeySet();
      known.addAll(box.origins(component));
      kept = known;
    }
    return known;
  }

  @Override
  public void close() {
    producer.close(DELIVER_WITHIN);
  }
}
