package dev.assent.platform.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookTest {
  private final AtomicInteger begun = new AtomicInteger();
  private final Semaphore mayEnd = new Semaphore(0);
  private final SharedLook look =
      new SharedLook(
          () -> {
            begun.incrementAndGet();
            mayEnd.acquireUninterruptibly();
          });

  @Test
  void whoComesWhileOneIsUnderWaySharesTheNext() {
    CompletableFuture<Void> first = look.join();
    await().until(() -> begun.get() == 1);
    CompletableFuture<Void> second = look.join();
    CompletableFuture<Void> third = look.join();

    mayEnd.release();
    await().untilAsserted(() -> assertThat(first).isCompleted());
    assertThat(second).isNotDone();
    mayEnd.release();
    await().untilAsserted(() -> assertThat(second).isCompleted());
    await().untilAsserted(() -> assertThat(third).isCompleted());
    assertThat(begun).hasValue(2);
  }

  @Test
  void aFailureIsToldToThoseWhoSharedIt_andTheNextOneLooksAgain() {
    AtomicInteger looks = new AtomicInteger();
    SharedLook failing =
        new SharedLook(
            () -> {
              if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
              }
            });

    CompletableFuture<Void> first = failing.join();
    await().untilAsserted(() -> assertThat(first).isCompletedExceptionally());
    CompletableFuture<Void> second = failing.join();
    await().untilAsserted(() -> assertThat(second).isCompleted());
  }
}
