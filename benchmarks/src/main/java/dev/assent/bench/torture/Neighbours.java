package dev.assent.bench.torture;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Other clients of the same node who mean it ill, each on a thread of its own while the run's
/// clients work. What they do follows from the seed; how far they get does not.
final class Neighbours implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Void>> underWay;
  private volatile boolean stopped;

  /// One kind of ill doing.
  interface Nuisance {
    /// A pause, and then one misdeed. What fails because a process is dead is no failure.
    void once() throws InterruptedException;

    /// Lets go of what is held after the last one.
    default void stop() {}
  }

  private Neighbours(List<? extends Nuisance> nuisances) {
    underWay = nuisances.stream().map(nuisance -> threads.submit(() -> goOn(nuisance))).toList();
  }

  static Neighbours start(List<? extends Nuisance> nuisances) {
    return new Neighbours(nuisances);
  }

  private Void goOn(Nuisance nuisance) throws InterruptedException {
    try {
      while (!stopped) {
        nuisance.once();
      }
      return null;
    } finally {
      nuisance.stop();
    }
  }

  /// Returns when each has finished what it was about.
  ///
  /// @throws IllegalStateException when one broke off for a reason of its own
  void await() throws InterruptedException {
    stopped = true;
    for (Future<Void> one : underWay) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a hostile neighbour broke off: " + e.getCause(), e);
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
    threads.close();
  }
}
