package dev.assent.platform.views;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits until the views have folded what was there when they were asked.
///
/// The broker is asked for the ends of all partitions at once. Whoever comes while a question is
/// under way shares the next one: its answer might be older than they are.
final class CatchUp {
  private final Supplier<Optional<Positions>> running;
  private final Function<Set<Integer>, CompletableFuture<Map<Integer, Long>>> askEnds;
  private @Nullable Round asked;
  private @Nullable Round next;

  /// @param running how far the views are; empty while they start or are closed
  /// @param askEnds asks the broker for the ends of the given partitions
  CatchUp(
      Supplier<Optional<Positions>> running,
      Function<Set<Integer>, CompletableFuture<Map<Integer, Long>>> askEnds) {
    this.running = running;
    this.askEnds = askEnds;
  }

  /// One question to the broker, and all who wait for what follows from it: for each partition, a
  /// future that ends when its position gets there.
  static final class Round {
    private final CompletableFuture<Map<Integer, CompletableFuture<Void>>> reached =
        new CompletableFuture<>();

    CompletableFuture<Void> reached(int partition) {
      return reached.thenCompose(all -> all.get(partition));
    }
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
                  try {
                    round.reached.complete(await(known(ends, failure)));
                  } catch (ViewUnavailableException e) {
                    round.reached.completeExceptionally(e);
                  }
                });
  }

  private static Map<Integer, Long> known(
      @Nullable Map<Integer, Long> ends, @Nullable Throwable failure) {
    if (ends != null) {
      return ends;
    }
    throw failure instanceof ViewUnavailableException unavailable
        ? unavailable
        : new ViewUnavailableException(
            "expected the broker to tell the end of the events, but "
                + (failure == null ? "it told nothing" : failure.getMessage()),
            failure);
  }

  private CompletableFuture<Map<Integer, Long>> ends() {
    try {
      return askEnds.apply(positions().partitions());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Those of the instance that runs by now: what it has yet to fold, it has to fold for this round
  /// too.
  private Map<Integer, CompletableFuture<Void>> await(Map<Integer, Long> ends) {
    Positions positions = positions();
    Map<Integer, CompletableFuture<Void>> reached = new HashMap<>();
    ends.forEach((partition, end) -> reached.put(partition, positions.of(partition).reached(end)));
    return reached;
  }

  private Positions positions() {
    return running
        .get()
        .orElseThrow(
            () ->
                new ViewUnavailableException(
                    "expected the views to be open, but they are still reading the events"));
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
