package dev.assent.lifecycle.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BellTest {
  private int woken;
  private final Bell bell = new Bell(() -> woken++);

  @Test
  void whoDoesNotWait_isNotWoken() {
    bell.ring();
    bell.waitBegins();
    assertThat(bell.waitEnds()).isFalse();
    bell.ring();

    assertThat(woken).isZero();
  }

  @Test
  void aWaitIsEndedOnce_andSaysSo() {
    bell.waitBegins();
    bell.ring();
    bell.ring();

    assertThat(woken).isEqualTo(1);
    assertThat(bell.waitEnds()).isTrue();
    bell.waitBegins();
    assertThat(bell.waitEnds()).isFalse();
  }
}
