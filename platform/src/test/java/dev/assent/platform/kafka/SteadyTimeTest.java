package dev.assent.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyTimeTest {
  private static final long START = 1_800_000_000_000L;

  private long wall = START;
  private long up = 5_000;
  private SteadyTime time;

  @BeforeEach
  void begin() {
    time = new SteadyTime(() -> wall, () -> up * 1_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.5S", "PT2S", "PT1H", "P1D", "P400D"})
  void aStepForward_isFollowedAtOnce(Duration step) {
    wall += step.toMillis();

    assertThat(time.milliseconds()).isEqualTo(wall);
    assertThat(time.wall(time.milliseconds())).isEqualTo(wall);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.5S", "PT2S", "PT1H", "P1D", "P400D"})
  void aStepBack_isNotFollowed_butTheWallClockIsKnown(Duration step) {
    wall -= step.toMillis();

    assertThat(time.milliseconds()).isEqualTo(START);
    assertThat(time.wall(time.milliseconds())).isEqualTo(wall);
    pass(40);
    assertThat(time.milliseconds()).isEqualTo(START + 40);
  }

  @Test
  void whateverTheClockDoes_timeNeverGoesBack_neverStands_andTheWallIsNeverFurtherThanAStep() {
    Random random = new Random(36);
    long before = time.milliseconds();
    for (int i = 0; i < 10_000; i++) {
      int passed = 1 + random.nextInt(50);
      pass(passed);
      if (random.nextInt(20) == 0) {
        wall += random.nextLong(-Duration.ofDays(1).toMillis(), Duration.ofDays(1).toMillis());
      }
      long now = time.milliseconds();
      assertThat(now).isGreaterThanOrEqualTo(before + passed);
      assertThat(Math.abs(time.wall(now) - wall)).isLessThanOrEqualTo(SteadyTime.STEP_MILLIS);
      before = now;
    }
  }

  @Test
  void aClockThatIsSlewed_isFollowedWithinAStep() {
    for (int i = 0; i < 10_000; i++) {
      pass(10);
      wall += i % 2; // 5 % too fast
      assertThat(Math.abs(time.milliseconds() - wall)).isLessThanOrEqualTo(SteadyTime.STEP_MILLIS);
    }
  }

  private void pass(long millis) {
    wall += millis;
    up += millis;
  }
}
