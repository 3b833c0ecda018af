package dev.assent.notifier.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final Breakers breakers =
      new Breakers(new Retries(9, Duration.ofSeconds(10), Duration.ofSeconds(40)));

  private void fails(int times, Instant at) {
    for (int i = 0; i < times; i++) {
      breakers.ended(ANN, false, at);
    }
  }

  @Test
  void someFailuresMayBeTheDeliveriesOwn() {
    fails(Breaker.TOLERATED, NOW);

    assertThat(breakers.admits(ANN, NOW)).isTrue();
    assertThat(breakers.isFailing(ANN)).isTrue();
    assertThat(breakers.open()).isZero();
  }

  @Test
  void itOpensForAPause_andForThatTargetAlone() {
    fails(Breaker.TOLERATED + 1, NOW);

    assertThat(breakers.admits(ANN, NOW.plusMillis(9_999))).isFalse();
    assertThat(breakers.admits(ANN, NOW.plusSeconds(10))).isTrue();
    assertThat(breakers.admits(BOB, NOW)).isTrue();
    assertThat(breakers.open()).isEqualTo(1);
  }

  @Test
  void halfOpenOneTries_andTheOthersWaitForIt() {
    fails(Breaker.TOLERATED + 1, NOW);
    Instant later = NOW.plusSeconds(10);

    breakers.asked(ANN, later.plusSeconds(30));

    assertThat(breakers.admits(ANN, later)).isFalse();
    assertThat(breakers.admits(ANN, later.plusSeconds(30))).as("its process is gone").isTrue();
  }

  @Test
  void thePauseGrowsWithEachFailure_upToALongest() {
    fails(Breaker.TOLERATED + 2, NOW);
    assertThat(breakers.admits(ANN, NOW.plusMillis(19_999))).isFalse();
    assertThat(breakers.admits(ANN, NOW.plusSeconds(20))).isTrue();

    fails(20, NOW);
    assertThat(breakers.admits(ANN, NOW.plusMillis(39_999))).isFalse();
    assertThat(breakers.admits(ANN, NOW.plusSeconds(40))).isTrue();
  }

  @Test
  void oneThatGetsThereClosesIt() {
    fails(Breaker.TOLERATED + 5, NOW);

    breakers.ended(ANN, true, NOW);

    assertThat(breakers.admits(ANN, NOW)).isTrue();
    assertThat(breakers.isFailing(ANN)).isFalse();
    assertThat(breakers.open()).isZero();
  }
}
