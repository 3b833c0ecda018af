package dev.assent.bench.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyLoadTest {
  private static final int PER_SECOND = 200;

  private final CountDownLatch several = new CountDownLatch(5);
  private final CountDownLatch never = new CountDownLatch(1);

  @Test
  void whatIsAnswered_isMeasured() throws Exception {
    SteadyLoad load = ran(() -> "an answer");

    assertThat(load.failed()).isZero();
    assertThat(load.latencies().count()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void whatIsRefused_hasFailed_andSaysWhy() throws Exception {
    SteadyLoad load =
        ran(
            () -> {
              throw new IllegalStateException("refused");
            });

    assertThat(load.failed()).isGreaterThanOrEqualTo(5);
    assertThat(load.reasons()).containsExactly("refused");
    assertThat(load.latencies().count()).isZero();
  }

  @Test
  void whatIsNotAnsweredInTheEnd_hasFailed_andHasWaitedUntilNow() throws Exception {
    long begin = System.nanoTime();
    SteadyLoad load =
        ran(
            () -> {
              never.await();
              return "too late";
            });

    assertThat(load.failed()).isGreaterThanOrEqualTo(5);
    assertThat(load.latencies().count()).isZero();
    assertThat(load.longestSince(System.nanoTime()))
        .isBetween(Duration.ofMillis(100), Duration.ofNanos(System.nanoTime() - begin));
    never.countDown();
  }

  /// Until several were sent; the rest of the answers is waited for a tenth of a second.
  private SteadyLoad ran(Callable<?> command) throws InterruptedException {
    SteadyLoad load =
        new SteadyLoad(
            () -> {
              several.countDown();
              return command.call();
            },
            PER_SECOND,
            Duration.ofMillis(100));
    load.start();
    assertThat(several.await(30, TimeUnit.SECONDS)).isTrue();
    load.stop();
    return load;
  }
}
