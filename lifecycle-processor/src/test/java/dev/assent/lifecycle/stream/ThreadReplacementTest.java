package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final ThreadReplacement replacement = new ThreadReplacement(nanos::get);

  @Test
  void aThreadThatDiesAgainAndAgain_isReplacedEverMoreSlowly_butAlwaysReplaced() {
    for (int death = 0; death < ThreadReplacement.FREE; death++) {
      assertThat(replacement.pause()).isZero();
    }
    assertThat(replacement.pause()).isEqualTo(Duration.ofMillis(100));
    assertThat(replacement.pause()).isEqualTo(Duration.ofMillis(200));
    for (int death = 0; death < 100; death++) {
      replacement.pause();
    }
    assertThat(replacement.pause()).isEqualTo(ThreadReplacement.PAUSE_MAX);
  }

  @Test
  void afterAQuietMinute_aDeathIsTheFirstAgain() {
    for (int death = 0; death < 10; death++) {
      replacement.pause();
    }

    nanos.addAndGet(ThreadReplacement.QUIET.toNanos());

    assertThat(replacement.pause()).isZero();
  }
}
