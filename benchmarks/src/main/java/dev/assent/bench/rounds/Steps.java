package dev.assent.bench.rounds;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Brings those who wait for an intent's report together with the agent that makes it, whichever
/// comes first.
final class Steps {
  private final Map<String, CompletableFuture<Agent.Reported>> steps = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();

  /// Makes the report; returns when it is answered.
  @FunctionalInterface
  interface Report {
    void make() throws IOException;
  }

  /// Waits until the intent's step is reported.
  Agent.Reported await(String intent) {
    CompletableFuture<Agent.Reported> step = step(intent);
    CompletableFuture.anyOf(step, broken).join();
    steps.remove(intent);
    return step.join();
  }

  /// The step was seen just now; its report is made on a thread of its own.
  void delivered(String intent, Report report) {
    long deliveredAt = System.nanoTime();
    CompletableFuture<Agent.Reported> reported = step(intent);
    Thread.startVirtualThread(
        () -> {
          try {
            report.make();
            reported.complete(new Agent.Reported(deliveredAt, System.nanoTime()));
          } catch (IOException | RuntimeException e) {
            reported.completeExceptionally(e);
          }
        });
  }

  private CompletableFuture<Agent.Reported> step(String intent) {
    return steps.computeIfAbsent(intent, _ -> new CompletableFuture<>());
  }

  /// No delivery can be seen any more.
  void broken(Throwable cause) {
    broken.completeExceptionally(cause);
  }
}
