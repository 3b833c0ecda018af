package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private static final long NOW = 1_000_000;

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private long ahead;
  private final List<Instant> rung = new ArrayList<>();
  private final Alarm alarm = new Alarm(context, time -> time - ahead, rung::add);

  @BeforeEach
  void setTime() {
    context.setCurrentSystemTimeMs(NOW);
  }

  @Test
  void withoutTimersNothingIsScheduled() {
    alarm.set(Long.MAX_VALUE);

    assertThat(context.scheduledPunctuators()).isEmpty();
  }

  @Test
  void itRingsOnceAtTheFirstMillisecondAtWhichTheTimerIsDue() {
    alarm.set((NOW + 20) * 1_000 + 1);
    ringAt(NOW + 21);

    assertThat(waits()).containsExactly(21L);
    assertThat(rung).containsExactly(Instant.ofEpochMilli(NOW + 21));
    assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
  }

  @Test
  void anEarlierTimerBringsItForward_aLaterOneLeavesIt() {
    alarm.set((NOW + 100) * 1_000);
    alarm.set((NOW + 200) * 1_000);
    alarm.set((NOW + 50) * 1_000);

    assertThat(waits()).containsExactly(100L, 50L);
    assertThat(context.scheduledPunctuators())
        .extracting(CapturedPunctuator::cancelled)
        .containsExactly(true, false);
  }

  @Test
  void whatIsLateRingsAtOnce() {
    alarm.set(0);

    assertThat(waits()).containsExactly(1L);
  }

  @Test
  void afterItRangTheNextTimerIsSetAnew() {
    alarm.set((NOW + 10) * 1_000);
    ringAt(NOW + 10);
    alarm.set((NOW + 500) * 1_000);

    assertThat(waits()).containsExactly(10L, 490L);
  }

  @Test
  void afterAStepBack_itRingsEarlyOnce_withTheWallClocksTime_andIsSetForTheRest() {
    alarm.set((NOW + 3_000) * 1_000);
    ahead = 2_000;
    ringAt(NOW + 3_000);
    alarm.set((NOW + 3_000) * 1_000);

    assertThat(rung).containsExactly(Instant.ofEpochMilli(NOW + 1_000));
    assertThat(waits()).containsExactly(3_000L, 2_000L);
  }

  private void ringAt(long millis) {
    context.setCurrentSystemTimeMs(millis);
    context.scheduledPunctuators().getLast().getPunctuator().punctuate(millis);
  }

  private List<Long> waits() {
    return context.scheduledPunctuators().stream()
        .map(scheduled -> scheduled.getInterval().toMillis())
        .toList();
  }
}
