package dev.assent.lifecycle.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietTest {
  private static final Duration ASKED = Duration.ofMillis(2);

  private long now = Long.MAX_VALUE - 1_000; // it overflows, as the clock may
  private final Quiet quiet = new Quiet(() -> now, Quiet.LONGEST);

  @Test
  void whileThereIsSomethingToDo_itWaitsNoLongerThanAsked() {
    assertThat(quiet.longest(ASKED)).isEqualTo(ASKED);
    pass(Quiet.AFTER);
    quiet.busy();
    pass(Quiet.AFTER.minusNanos(1));

    assertThat(quiet.longest(ASKED)).isEqualTo(ASKED);
  }

  @Test
  void afterwardsItWaitsLonger() {
    pass(Quiet.AFTER);

    assertThat(quiet.longest(ASKED)).isEqualTo(Quiet.LONGEST);
  }

  @Test
  void itWaitsForTheFirstTimerAtMost() {
    pass(Quiet.AFTER);
    quiet.due("one task", Duration.ofMillis(20));
    quiet.due("another", Duration.ofMillis(30));
    assertThat(quiet.longest(ASKED)).isEqualTo(Duration.ofMillis(20));

    quiet.notDue("one task");
    assertThat(quiet.longest(ASKED)).isEqualTo(Duration.ofMillis(30));

    pass(Duration.ofMillis(29));
    assertThat(quiet.longest(ASKED)).isEqualTo(ASKED);

    quiet.due("another", Duration.ofDays(1));
    assertThat(quiet.longest(ASKED)).isEqualTo(Quiet.LONGEST);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
