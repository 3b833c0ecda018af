package dev.assent.platform.directory;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One look at a time, for all who want one: whoever comes while one is under way shares the next,
/// as that one may have begun before what they want to see.
final class SharedLook {
  private final Runnable look;
  private @Nullable CompletableFuture<Void> underWay;
  private @Nullable CompletableFuture<Void> next;

  /// @param look may wait; what it throws is the end of everybody's future
  SharedLook(Runnable look) {
    this.look = look;
  }

  /// Done when a look that began after this call has ended.
  synchronized CompletableFuture<Void> join() {
    if (underWay != null) {
      next = next == null ? new CompletableFuture<>() : next;
      return next.copy();
    }
    CompletableFuture<Void> mine = new CompletableFuture<>();
    begin(mine);
    return mine.copy();
  }

  private void begin(CompletableFuture<Void> round) {
    underWay = round;
    Thread.startVirtualThread(() -> look(round));
  }

  private void look(CompletableFuture<Void> round) {
    try {
      look.run();
      over();
      round.complete(null);
    } catch (RuntimeException | Error e) {
      over();
      round.completeExceptionally(e);
    }
  }

  private synchronized void over() {
    CompletableFuture<Void> waiting = next;
    underWay = null;
    next = null;
    if (waiting != null) {
      begin(waiting);
    }
  }
}
