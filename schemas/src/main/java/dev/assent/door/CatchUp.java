package dev.assent.door;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Waits until the views have folded what was there when they were asked.
///
/// The broker is asked for the ends of all held partitions at once. Whoever comes while a question
/// is under way shares the next one: its answer might be older than they are.
final class CatchUp {
  private final Positions positions;
  private final Function<Set<Integer>, CompletableFuture<Map<Integer, Long>>> askEnds;
  private @Nullable Round asked;
  private @Nullable Round next;

  /// @param askEnds asks the broker for the ends of the given partitions
  CatchUp(
      Positions positions, Function<Set<Integer>, CompletableFuture<Map<Integer, Long>>> askEnds) {
    this.positions = positions;
    this.askEnds = askEnds;
  }

  /// One question to the broker, and all who wait for what follows from it: for each partition, a
  /// future that ends when its position gets there.
  static final class Round {
    private final CompletableFuture<Map<Integer, CompletableFuture<Void>>> reached =
        new CompletableFuture<>();

    CompletableFuture<Void> reached(int partition) {
      return reached.thenCompose(
          all -> {
            CompletableFuture<Void> one = all.get(partition);
            return one == null ? CompletableFuture.failedFuture(notHeld(partition)) : one;
          });
    }
  }

  private static ViewUnavailableException notHeld(int partition) {
    return new ViewUnavailableException(
        "expected this instance to hold partition "
            + partition
            + " of the events, but it is being restored or another instance holds it");
  }

  /// A round that begins after this call.
  Round join() {
    Round joined;
    synchronized (this) {
      if (asked != null) {
        next = next == null ? new Round() : next;
        return next;
      }
      asked = new Round();
      joined = asked;
    }
    ask(joined);
    return joined;
  }

  private void ask(Round round) {
    var _ =
        ends()
            .whenComplete(
                (ends, failure) -> {
                  askNext();
                  if (failure == null) {
                    round.reached.complete(await(ends));
                  } else {
                    round.reached.completeExceptionally(
                        new ViewUnavailableException(
                            "expected the broker to tell the end of the events, but "
                                + failure.getMessage(),
                            failure));
                  }
                });
  }

  private CompletableFuture<Map<Integer, Long>> ends() {
    try {
      return askEnds.apply(positions.held());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Map<Integer, CompletableFuture<Void>> await(Map<Integer, Long> ends) {
    Map<Integer, CompletableFuture<Void>> reached = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          Position position = positions.of(partition);
          if (position != null) {
            reached.put(partition, position.reached(end));
          }
        });
    return reached;
  }

  private void askNext() {
    Round following;
    synchronized (this) {
      asked = next;
      next = null;
      following = asked;
    }
    if (following != null) {
      ask(following);
    }
  }
}
