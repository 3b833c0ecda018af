package dev.assent.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Timer;
import org.junit.jupiter.api.Test;

class UptimeTest {
  private static final long BEGIN = 1_700_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(-5); // may be negative, as in any JVM
  private final Uptime time = new Uptime(BEGIN, nanos::get);

  @Test
  void itBeginsAtTheWallClock_andGoesOnWithTheMachine() {
    assertThat(time.milliseconds()).isEqualTo(BEGIN);

    nanos.addAndGet(2_500_000_000L);

    assertThat(time.milliseconds()).isEqualTo(BEGIN + 2_500);
    Timer timer = time.timer(100);
    nanos.addAndGet(100_000_000L);
    timer.update();
    assertThat(timer.isExpired()).isTrue();
  }

  @Test
  void whoeverWaitsForWhatDoesNotCome_isToldWhenTheTimeIsOver() throws Exception {
    assertThatThrownBy(() -> time.waitObject(new Object(), () -> false, BEGIN))
        .isInstanceOf(TimeoutException.class);
    time.waitObject(new Object(), () -> true, BEGIN - 1);
  }
}
