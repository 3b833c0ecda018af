package dev.assent.bench.waiting;

import dev.assent.bench.measure.Latencies;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Commands at a steady rate, whether or not those before were answered. A wait counts from when a
/// command was due to be sent, so that a sender that falls behind hides nothing.
final class SteadyLoad {
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(1);
  private static final int REASONS_MAX = 5;

  private final Callable<?> command;
  private final long everyNanos;
  private final Duration answeredWithin;
  private final Latencies latencies = new Latencies();
  private final AtomicInteger refused = new AtomicInteger();
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  /// When each was due and, once answered, how long it took.
  private final Queue<long[]> sent = new ConcurrentLinkedQueue<>();

  private final Thread sender =
      Thread.ofPlatform().name("steady-load").daemon().unstarted(this::send);
  private volatile boolean stopped;

  SteadyLoad(Callable<?> command, int perSecond) {
    this(command, perSecond, ANSWERED_WITHIN);
  }

  /// @param answeredWithin how long [#stop] waits for the answers that are missing
  SteadyLoad(Callable<?> command, int perSecond, Duration answeredWithin) {
    this.command = command;
    this.everyNanos = 1_000_000_000L / perSecond;
    this.answeredWithin = answeredWithin;
  }

  void start() {
    sender.start();
  }

  private void send() {
    long due = System.nanoTime();
    while (!stopped) {
      LockSupport.parkNanos(due - System.nanoTime());
      if (System.nanoTime() >= due) {
        long[] times = {due, -1};
        sent.add(times);
        Thread.startVirtualThread(() -> ask(times));
        due += everyNanos;
      }
    }
  }

  private void ask(long[] times) {
    try {
      command.call();
      long took = System.nanoTime() - times[0];
      times[1] = took;
      latencies.add(took);
    } catch (Exception e) {
      refused.incrementAndGet();
      if (reasons.size() < REASONS_MAX) {
        reasons.add(String.valueOf(e.getMessage()));
      }
      times[1] = System.nanoTime() - times[0];
    }
  }

  /// Of the commands that were under way at that time or sent later; one that is not answered yet
  /// has waited until now.
  Duration longestSince(long at) {
    long now = System.nanoTime();
    long longest = 0;
    for (long[] times : sent) {
      long took = times[1] < 0 ? now - times[0] : times[1];
      if (times[0] + took >= at) {
        longest = Math.max(longest, took);
      }
    }
    return Duration.ofNanos(longest);
  }

  /// No more are sent; returns when those that were are answered, or a minute later.
  void stop() throws InterruptedException {
    stopped = true;
    sender.join();
    long deadline = System.nanoTime() + answeredWithin.toNanos();
    while (latencies.count() + refused.get() < sent.size() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  /// Of those that were sent: refused, broken off, or not answered until now.
  int failed() {
    return sent.size() - latencies.count();
  }

  /// What the first of those that failed were told, in no order.
  Set<String> reasons() {
    return Set.copyOf(reasons);
  }

  Latencies latencies() {
    return latencies;
  }
}
