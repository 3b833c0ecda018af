package dev.assent.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final DeadLetter.Origin ORIGIN = new DeadLetter.Origin("events", 1, 41, 7);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final DeadLetters letters =
      new DeadLetters(producer, "dead-letters", "test", Clock.systemUTC(), Set::of);

  @Test
  void whoeverKeepsARecordThatIsBeingWrittenWaitsUntilItIsSafe() {
    CompletableFuture<Void> first = keep();
    CompletableFuture<Void> second = keep();

    assertThat(second).isNotDone();
    producer.completeNext();
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void aFailureIsToldToEverybodyWhoWaits_andTheNextOneWritesItAgain() {
    CompletableFuture<Void> first = keep();
    CompletableFuture<Void> second = keep();
    producer.errorNext(new KafkaException("the broker is away"));

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    CompletableFuture<Void> third = keep();
    producer.completeNext();
    assertThat(third).isCompleted();
    assertThat(producer.history()).hasSize(2);
  }

  private CompletableFuture<Void> keep() {
    return letters.keep(
        ORIGIN, null, new byte[] {1}, new RecordHeaders(), new IllegalStateException("broken"));
  }
}
