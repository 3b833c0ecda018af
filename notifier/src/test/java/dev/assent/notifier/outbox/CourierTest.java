package dev.assent.notifier.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final UUID ANN = new UUID(0, 1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Courier courier = new Courier(threads, WITHIN, Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Courier.Listener listener =
      new Courier.Listener() {
        @Override
        public void came(int which, Outcome outcome) {
          heard.add(which + " " + outcome);
        }

        @Override
        public void over(int next) {
          heard.add("over at " + next);
        }
      };

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void attemptsAreMadeOneAfterTheOtherUpToTheFirstThatIsToBeRepeated() {
    List<Supplier<Outcome>> attempts =
        List.of(
            Outcome.Sent::new,
            () -> new Outcome.Failed("no such address"),
            () -> new Outcome.Retry("down"),
            Outcome.Sent::new);

    courier.send(ANN, attempts, listener);

    await()
        .untilAsserted(
            () ->
                assertThat(heard)
                    .containsExactly(
                        "0 Sent[]",
                        "1 Failed[why=no such address]",
                        "2 Retry[why=down]",
                        "over at 3"));
  }

  @Test
  void anAttemptThatTakesTooLongIsOver_itsThreadIsInterrupted_andWhatItSaysLaterIsNotHeard() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Supplier<Outcome> hangs =
        () -> {
          try {
            begun.countDown();
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return new Outcome.Sent();
        };
    Courier.Round round = courier.send(ANN, List.of(hangs, Outcome.Sent::new), listener);
    await().until(() -> begun.getCount() == 0);

    assertThat(round.look(NOW.plus(WITHIN).minusMillis(1))).isFalse();
    assertThat(round.look(NOW.plus(WITHIN))).isTrue();

    await().until(() -> interrupted.getCount() == 0);
    assertThat(heard).containsExactly("0 Retry[why=no answer within 30000 ms]", "over at 1");
  }

  @Test
  void aTargetThatHeedsNoInterruptCostsOneThread_untilItComesBack() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    Supplier<Outcome> deaf =
        () -> {
          begun.countDown();
          while (back.getCount() > 0) {
            Thread.onSpinWait();
          }
          return new Outcome.Sent();
        };
    Courier.Round round = courier.send(ANN, List.of(deaf), listener);
    await().until(() -> begun.getCount() == 0);
    assertThat(round.look(NOW.plus(WITHIN))).isTrue();
    heard.clear();

    courier.send(ANN, List.of(Outcome.Sent::new), listener);
    assertThat(heard)
        .containsExactly("0 Retry[why=an earlier attempt has not come back]", "over at 1");

    back.countDown();
    await()
        .until(
            () -> {
              heard.clear();
              courier.send(ANN, List.of(Outcome.Sent::new), listener);
              await().until(() -> heard.size() == 2);
              return heard.getFirst().equals("0 Sent[]");
            });
  }
}
