package dev.assent.lifecycle.feed;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.LongSupplier;

/// Whether this stream thread has anything to do, and so how long it may wait for records. Kafka
/// Streams looks at its commit interval and its punctuators only between two polls, so it polls
/// every other millisecond; with nothing to commit and no timer near, that was five hundred times a
/// second for nothing, 6 % of a core.
public final class Quiet {
  /// After the last record or timer, so that all of it is committed.
  static final Duration AFTER = Duration.ofMillis(100);

  /// What a rebalance that nobody tells the consumer of, or a clock that is set, may come too late.
  static final Duration LONGEST = Duration.ofMillis(50);

  private static final ThreadLocal<Quiet> OF_THREAD =
      ThreadLocal.withInitial(() -> new Quiet(System::nanoTime, LONGEST));

  private final LongSupplier nanoTime;
  private final Duration longest;
  private final IdentityHashMap<Object, Long> due = new IdentityHashMap<>();
  private long busyUntil;

  Quiet(LongSupplier nanoTime, Duration longest) {
    this.nanoTime = nanoTime;
    this.longest = longest;
    busy();
  }

  public static Quiet ofThisThread() {
    return OF_THREAD.get();
  }

  /// Other waits than those of a stream thread, for tests.
  static void ofThisThread(Quiet quiet) {
    OF_THREAD.set(quiet);
  }

  /// There was something to do.
  public void busy() {
    busyUntil = nanoTime.getAsLong() + AFTER.toNanos();
  }

  /// It has something to do then.
  ///
  /// @param who one time for each; the latest counts
  public void due(Object who, Duration in) {
    due.put(who, nanoTime.getAsLong() + in.toNanos());
  }

  public void notDue(Object who) {
    due.remove(who);
  }

  /// How long to wait for records at most: no shorter than Kafka Streams asks, and longer only when
  /// nothing else waits.
  Duration longest(Duration asked) {
    long now = nanoTime.getAsLong();
    if (now - busyUntil < 0) {
      return asked;
    }
    long wait = longest.toNanos();
    for (long at : due.values()) {
      wait = Math.min(wait, at - now);
    }
    return wait > asked.toNanos() ? Duration.ofNanos(wait) : asked;
  }
}
