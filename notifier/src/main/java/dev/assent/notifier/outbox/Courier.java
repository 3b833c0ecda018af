package dev.assent.notifier.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends on threads of its own, which may wait for a target. An attempt that takes too long is
/// over: its thread is interrupted, and nobody waits for it any more. Shared by all tasks of a
/// channel.
public final class Courier {
  /// Threads that are waited for at most, of all tasks of this instance.
  private static final int UNDER_WAY_MAX = 256;

  private final Executor threads;
  private final Duration within;
  private final Clock clock;
  private final Semaphore room = new Semaphore(UNDER_WAY_MAX);

  /// Threads that did not come back when they were interrupted, by target.
  private final Map<UUID, Integer> stuck = new ConcurrentHashMap<>();

  /// @param threads which may wait
  /// @param within of one attempt
  public Courier(Executor threads, Duration within, Clock clock) {
    this.threads = threads;
    this.within = within;
    this.clock = clock;
  }

  /// Hears what comes of the attempts of a round, on any thread.
  interface Listener {
    /// @param which of the attempts, from 0
    void came(int which, Outcome outcome);

    /// Nothing more comes: those from this one on were not tried.
    void over(int next);
  }

  Duration within() {
    return within;
  }

  /// Whether one more may be sent.
  boolean hasRoom() {
    return room.availablePermits() > 0;
  }

  /// Makes the attempts one after the other, up to the first that is to be repeated.
  ///
  /// @param attempts none throws
  Round send(UUID target, List<Supplier<Outcome>> attempts, Listener listener) {
    room.acquireUninterruptibly();
    Round round = new Round(target, attempts, listener);
    if (stuck.containsKey(target)) {
      // A target costs no more threads than it has lanes, however often it hangs.
      round.end(new Outcome.Retry("an earlier attempt has not come back"));
    } else {
      threads.execute(round);
    }
    return round;
  }

  /// Attempts under way, one after the other.
  final class Round implements Runnable {
    private final UUID target;
    private final List<Supplier<Outcome>> attempts;
    private final Listener listener;
    private int next;
    private boolean over;
    private boolean late;
    private Instant since = clock.instant();
    private @Nullable Thread runner;

    private Round(UUID target, List<Supplier<Outcome>> attempts, Listener listener) {
      this.target = target;
      this.attempts = attempts;
      this.listener = listener;
    }

    @Override
    public void run() {
      if (!begun()) {
        return;
      }
      try {
        boolean more = true;
        while (more) {
          more = told(attempts.get(next).get());
        }
      } finally {
        backAgain();
      }
    }

    private synchronized boolean begun() {
      if (!over) {
        runner = Thread.currentThread();
        since = clock.instant();
      }
      return !over;
    }

    private synchronized boolean told(Outcome outcome) {
      if (over) {
        return false;
      }
      listener.came(next++, outcome);
      since = clock.instant();
      if (outcome instanceof Outcome.Retry || next == attempts.size()) {
        close();
      }
      return !over;
    }

    /// Ends the attempt under way if it takes too long.
    ///
    /// @return whether the round is over
    synchronized boolean look(Instant now) {
      if (!over && !now.isBefore(since.plus(within))) {
        if (runner != null) {
          late = true;
          stuck.merge(target, 1, Integer::sum);
          runner.interrupt();
        }
        end(new Outcome.Retry("no answer within " + within.toMillis() + " ms"));
      }
      return over;
    }

    private synchronized void end(Outcome outcome) {
      listener.came(next++, outcome);
      close();
    }

    private void close() {
      over = true;
      listener.over(next);
      room.release();
    }

    /// The thread is free for another round, and bears no interrupt of this one.
    private synchronized void backAgain() {
      var _ = Thread.interrupted();
      runner = null;
      if (!over) { // an attempt threw
        end(new Outcome.Retry("the attempt broke off"));
      } else if (late) {
        stuck.computeIfPresent(target, (_, count) -> count == 1 ? null : count - 1);
      }
    }
  }
}
