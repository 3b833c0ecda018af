package dev.assent.bench.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// As many rounds under way as asked for: whoever has finished one begins the next.
final class ClosedLoop {
  private final Round round;
  private int played;

  ClosedLoop(Round round) {
    this.round = round;
  }

  /// @param times of the rounds that ended well
  /// @param failures what the others said, at most a few of them
  record Ran(List<RoundTimes> times, Duration took, int failed, List<String> failures) {
    Ran {
      times = List.copyOf(times);
      failures = List.copyOf(failures);
    }

    double roundsPerSecond() {
      return times.size() / (took.toNanos() / 1e9);
    }
  }

  /// Returns when all have ended; a round that fails is counted and no other.
  Ran run(int inFlight, int rounds) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    int first = played;
    played += rounds;
    List<RoundTimes> times = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    AtomicInteger failed = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          for (int i = next.getAndIncrement(); i < rounds; i = next.getAndIncrement()) {
            try {
              RoundTimes done = round.play(first + i);
              synchronized (times) {
                times.add(done);
              }
            } catch (Exception e) {
              failed.incrementAndGet();
              synchronized (failures) {
                if (failures.size() < 5) {
                  failures.add(String.format(Locale.ROOT, "round %d: %s", i, e.getMessage()));
                }
              }
            }
          }
          return null;
        };
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> workers = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        workers.add(threads.submit(worker));
      }
      for (Future<Void> one : workers) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker ended: " + e.getCause(), e);
    }
    return new Ran(times, Duration.ofNanos(System.nanoTime() - begin), failed.get(), failures);
  }
}
