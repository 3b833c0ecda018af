package dev.assent.bench.waiting;

import dev.assent.bench.measure.Latencies;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Commands at a steady rate, whether or not those before were answered. A wait counts from when a
/// command was due to be sent, so that a sender that falls behind hides nothing.
final class SteadyLoad {
  private final Callable<?> command;
  private final long everyNanos;
  private final Latencies latencies = new Latencies();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong numbers = new AtomicLong();

  /// When each was due and, once answered, how long it took.
  private final Map<Long, long[]> sent = new ConcurrentHashMap<>();

  private final Thread sender =
      Thread.ofPlatform().name("steady-load").daemon().unstarted(this::send);
  private volatile boolean stopped;

  SteadyLoad(Callable<?> command, int perSecond) {
    this.command = command;
    this.everyNanos = 1_000_000_000L / perSecond;
  }

  void start() {
    sender.start();
  }

  private void send() {
    long due = System.nanoTime();
    while (!stopped) {
      LockSupport.parkNanos(due - System.nanoTime());
      if (System.nanoTime() >= due) {
        long at = due;
        Thread.startVirtualThread(() -> ask(at));
        due += everyNanos;
      }
    }
  }

  private void ask(long due) {
    long[] times = {due, -1};
    sent.put(numbers.getAndIncrement(), times);
    try {
      command.call();
      long took = System.nanoTime() - due;
      times[1] = took;
      latencies.add(took);
    } catch (Exception _) {
      failed.incrementAndGet();
      times[1] = System.nanoTime() - due;
    }
  }

  /// Of the commands that were under way at that time or sent later; one that is not answered yet
  /// has waited until now.
  Duration longestSince(long at) {
    long now = System.nanoTime();
    long longest = 0;
    for (long[] times : sent.values()) {
      long took = times[1] < 0 ? now - times[0] : times[1];
      if (times[0] + took >= at) {
        longest = Math.max(longest, took);
      }
    }
    return Duration.ofNanos(longest);
  }

  /// No more are sent; returns when those that were are answered.
  void stop() throws InterruptedException {
    stopped = true;
    sender.join();
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (latencies.count() + failed.get() < numbers.get() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  int failed() {
    return failed.get();
  }

  Latencies latencies() {
    return latencies;
  }
}
