package dev.assent.platform.deadletters;

import dev.assent.platform.kafka.Clients;
import dev.assent.wire.connection.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
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

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String component;
  private final Clock clock;
  private final Supplier<Set<DeadLetter.Origin>> before;

  /// Where what this component keeps comes from, each with the end of its writing; read when there
  /// is something to keep.
  private @Nullable Map<DeadLetter.Origin, CompletableFuture<Void>> kept;

  /// @param component who writes, for example `gateway`
  public DeadLetters(Connection connection, String component, Clock clock) {
    this(
        Clients.producer(connection, DELIVER_WITHIN),
        connection.topics().deadLetters().name(),
        component,
        clock,
        () -> new DeadLetterBox(connection, clock).origins(component));
  }

  /// @param before where what this component has kept earlier came from
  DeadLetters(
      Producer<byte[], byte[]> producer,
      String topic,
      String component,
      Clock clock,
      Supplier<Set<DeadLetter.Origin>> before) {
    this.producer = producer;
    this.topic = topic;
    this.component = component;
    this.clock = clock;
    this.before = before;
  }

  /// Done when the record is safe; only then may its reader go on. Whoever keeps a record that is
  /// being written waits for the same end; after a failure the next one writes it again.
  public CompletableFuture<Void> keep(
      DeadLetter.Origin origin,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers original,
      Throwable cause) {
    Map<DeadLetter.Origin, CompletableFuture<Void>> known;
    try {
      known = kept();
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> earlier = known.putIfAbsent(origin, mine);
    if (earlier != null) {
      return earlier.copy();
    }
    LetterContent content = LetterContent.of(key, value, original);
    Headers headers = content.headers(origin, cause, component, clock.instant());
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, null, content.key(), content.value(), headers),
              (written, failure) -> end(known, origin, mine, failure));
    } catch (KafkaException e) {
      end(known, origin, mine, e);
    }
    return mine.copy();
  }

  private static void end(
      Map<DeadLetter.Origin, CompletableFuture<Void>> known,
      DeadLetter.Origin origin,
      CompletableFuture<Void> writing,
      @Nullable Exception failure) {
    if (failure == null) {
      writing.complete(null);
    } else {
      known.remove(origin, writing);
      writing.completeExceptionally(failure);
    }
  }

  private synchronized Map<DeadLetter.Origin, CompletableFuture<Void>> kept() {
    Map<DeadLetter.Origin, CompletableFuture<Void>> known = kept;
    if (known == null) {
      known = new ConcurrentHashMap<>();
      for (DeadLetter.Origin origin : before.get()) {
        known.put(origin, CompletableFuture.completedFuture(null));
      }
      kept = known;
    }
    return known;
  }

  @Override
  public void close() {
    producer.close(DELIVER_WITHIN);
  }
}
