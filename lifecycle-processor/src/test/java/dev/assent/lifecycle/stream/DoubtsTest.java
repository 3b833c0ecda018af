package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.lifecycle.stream.AgentTopics.NotTaken;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final ErrorHandlerContext NOWHERE =
      new DefaultErrorHandlerContext(
          null, "t", 0, 0, new RecordHeaders(), "n", new TaskId(0, 0), 0, null, null);
  private static final byte[] KEY = {1, 2, 3};
  private static final String TOPIC = "assent.agent.local.default.worker";
  private static final String OTHER = "assent.agent.local.default.other";

  private final Map<String, TopicTerms> terms = new HashMap<>();
  private long now = -5;
  private int asked;
  private final Doubts doubts = new Doubts(this::ask, () -> now);

  private TopicTerms ask(String topic) {
    asked++;
    return terms.getOrDefault(topic, TopicTerms.UNKNOWN);
  }

  private Optional<String> against(String topic, int bytes) {
    return doubts.against(topic, KEY, noise(bytes)).map(NotTaken::cause);
  }

  private static byte[] noise(int bytes) {
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    return value;
  }

  private void later(Duration time) {
    now += time.toNanos();
  }

  @Test
  void asLongAsNoTransactionWasUndone_nothingIsAsked() {
    terms.put(TOPIC, new TopicTerms(false, OptionalInt.of(1)));

    assertThat(against(TOPIC, 1_000)).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void afterAnUndoneTransaction_eachTopicsTermsCount_andAreAskedOnceAMinute() {
    terms.put(TOPIC, new TopicTerms(true, OptionalInt.of(1_048_588)));
    terms.put(OTHER, new TopicTerms(false, OptionalInt.empty()));
    doubts.begin();

    assertThat(against(TOPIC, 1_000)).isEmpty();
    assertThat(against(TOPIC, 1_000)).isEmpty();
    assertThat(asked).isOne();
    later(Doubts.TERMS_KEPT.plusNanos(1));
    assertThat(against(TOPIC, 1_000)).isEmpty();
    assertThat(asked).isEqualTo(2);
    assertThat(against(OTHER, 1)).get().asString().contains(OTHER).contains("ACL");
  }

  @Test
  void aRecordIsTooLarge_byItsBytesAsTheyAreSent() {
    terms.put(TOPIC, new TopicTerms(true, OptionalInt.of(500)));
    doubts.begin();

    assertThat(against(TOPIC, 300)).isEmpty();
    assertThat(against(TOPIC, 500)).get().asString().contains("max.message.bytes is 500");
    assertThat(doubts.against(TOPIC, KEY, new byte[5_000])).as("compressed it is small").isEmpty();
  }

  @Test
  void aTopicThatIsMended_isWrittenToAgainWithinASecond() {
    terms.put(TOPIC, new TopicTerms(true, OptionalInt.of(500)));
    doubts.begin();
    assertThat(against(TOPIC, 1_000)).isPresent();

    terms.put(TOPIC, new TopicTerms(true, OptionalInt.of(5_000)));

    later(Doubts.BAD_TERMS_KEPT.plusNanos(1));
    assertThat(against(TOPIC, 1_000)).isEmpty();
  }

  @Test
  void doubtsLast_asLongAsATopicIsFoundWanting_andThenEnd() {
    terms.put(TOPIC, new TopicTerms(false, OptionalInt.empty()));
    doubts.begin();
    for (int i = 0; i < 5; i++) {
      later(Doubts.LAST.minusSeconds(1));
      assertThat(against(TOPIC, 1)).isPresent();
    }

    terms.clear();
    later(Doubts.LAST.plusNanos(1));
    int before = asked;
    assertThat(against(TOPIC, 1)).isEmpty();
    assertThat(asked).isEqualTo(before);
  }

  @Test
  void aRefusalThatTheTermsDoNotExplain_isKeptForAMinute() {
    doubts.refused(TOPIC, 100, new InvalidTimestampException("too old"));

    assertThat(against(TOPIC, 1)).get().asString().contains("too old");
    assertThat(against(OTHER, 1)).isEmpty();
    later(Doubts.REFUSAL_KEPT.plusNanos(1));
    assertThat(against(TOPIC, 1)).isEmpty();
  }

  @Test
  void whereTheTermsAreNotTold_whatIsAsLargeAsWhatWasRefusedIsNotTaken() {
    doubts.refused(TOPIC, 1_000, new RecordTooLargeException("1061 bytes"));

    assertThat(against(TOPIC, 999)).isEmpty();
    assertThat(against(TOPIC, 1_000)).get().asString().contains("1061 bytes");
  }

  @Test
  void theHandler_notesTheRecordThatWasRefused_notThoseThatFailWithIt() {
    RefusedWrites handler = new RefusedWrites();
    handler.configure(Map.of(RefusedWrites.DOUBTS, doubts));
    Exception why = new InvalidTimestampException("too old");

    assertThat(result(handler, TOPIC, why)).isEqualTo(Result.FAIL);
    assertThat(result(handler, OTHER, why)).isEqualTo(Result.FAIL);

    assertThat(against(TOPIC, 1)).isPresent();
    assertThat(against(OTHER, 1)).isEmpty();
  }

  @Test
  void theHandler_notesNothingThatMayPass() {
    RefusedWrites handler = new RefusedWrites();
    handler.configure(Map.of(RefusedWrites.DOUBTS, doubts));

    assertThat(result(handler, TOPIC, new NotEnoughReplicasException("one is away")))
        .isEqualTo(Result.RETRY);

    assertThat(against(TOPIC, 1)).isEmpty();
  }

  private static Result result(RefusedWrites handler, String topic, Exception why) {
    return handler.handleError(NOWHERE, new ProducerRecord<>(topic, noise(10)), why).result();
  }
}
