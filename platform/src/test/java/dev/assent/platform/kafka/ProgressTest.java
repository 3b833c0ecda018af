package dev.assent.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.platform.kafka.Progress.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final TopicPartition ONE = new TopicPartition("assent.commands", 0);
  private static final TopicPartition TWO = new TopicPartition("assent.commands", 1);
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static final long END = 100;

  private long nanos = 7;
  private final Progress progress =
      new Progress(Duration.ofSeconds(20), () -> nanos, Clock.fixed(START, ZoneOffset.UTC));

  private void after(int seconds, Map<TopicPartition, Seen> seen) {
    nanos += Duration.ofSeconds(seconds).toNanos();
    progress.look(seen);
  }

  private static Seen behind(long offset) {
    return new Seen(offset, END, false);
  }

  private static Seen done(long offset) {
    return new Seen(offset, END, true);
  }

  @Test
  void whatIsBehindAndDoesNotMove_standsStill_withItsPlaceAndItsTime() {
    after(0, Map.of(ONE, behind(5), TWO, done(9)));
    after(19, Map.of(ONE, behind(5), TWO, done(9)));
    assertThat(progress.standing()).isEmpty();

    after(2, Map.of(ONE, behind(5), TWO, done(9)));

    assertThat(progress.standing())
        .extracting(Object::toString)
        .containsExactly("assent.commands-0 stands still at offset 5 since 2026-03-01T10:00:00Z");
  }

  @Test
  void howFarATopicIsBehind_isToldOfAllItsPartitionsThatAreNotDone_whileBrokersTell() {
    TopicPartition other = new TopicPartition("assent.reports", 0);
    assertThat(progress.behind("assent.commands")).as("before the first look").isEmpty();

    after(0, Map.of(ONE, behind(95), TWO, behind(98), other, done(1)));
    assertThat(progress.behind("assent.commands")).hasValue(7);
    assertThat(progress.behind("assent.reports")).as("only markers are left").hasValue(0);
    assertThat(progress.behind("assent.submissions")).as("none of it is here").hasValue(0);

    nanos += Duration.ofSeconds(13).toNanos();
    assertThat(progress.behind("assent.commands")).as("who knows").isEmpty();
  }

  @Test
  void brokersThatTellNothingForAWhile_doNotAnswer_untilTheyTellAgain() {
    assertThat(progress.answered()).isTrue();
    after(10, Map.of(ONE, done(5)));

    nanos += Duration.ofSeconds(12).toNanos();
    assertThat(progress.answered()).isTrue();
    nanos += 1;
    assertThat(progress.answered()).isFalse();

    after(0, Map.of(ONE, done(5)));
    assertThat(progress.answered()).isTrue();
  }

  @Test
  void aBusyPartition_isBehindAndMoves() {
    for (int i = 0; i < 10; i++) {
      after(15, Map.of(ONE, behind(i)));
      assertThat(progress.standing()).isEmpty();
    }
  }

  @Test
  void anIdlePartition_neverStandsStill() {
    after(0, Map.of(ONE, done(5)));
    after(3_600, Map.of(ONE, done(5)));
    assertThat(progress.standing()).isEmpty();

    after(1, Map.of(ONE, behind(5)));

    assertThat(progress.standing()).as("only just behind").isEmpty();
  }

  @Test
  void whatMovesAgain_orIsTakenOver_isForgotten() {
    after(0, Map.of(ONE, behind(5), TWO, behind(1)));
    after(30, Map.of(ONE, behind(5), TWO, behind(1)));
    assertThat(progress.standing()).hasSize(2);

    after(1, Map.of(ONE, behind(6)));

    assertThat(progress.standing()).isEmpty();
  }

  @Test
  void afterAStart_aPartitionHasToMoveOnce_orToHaveNothingToDo() {
    assertThat(progress.proven()).isFalse();
    after(0, Map.of(ONE, behind(5), TWO, done(1)));
    assertThat(progress.proven()).isFalse();

    after(1, Map.of(ONE, behind(6), TWO, done(1)));
    assertThat(progress.proven()).isTrue();

    after(1, Map.of(ONE, behind(6), TWO, behind(1)));
    assertThat(progress.proven()).as("told once").isTrue();
  }

  @Test
  void whoHasNothingToWorkOn_isBelievedAfterSomeLooks() {
    for (int i = 1; i < Progress.EMPTY_LOOKS; i++) {
      after(0, Map.of());
    }
    assertThat(progress.proven()).isFalse();

    after(0, Map.of());

    assertThat(progress.proven()).isTrue();
  }
}
