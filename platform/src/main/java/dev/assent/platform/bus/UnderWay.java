package dev.assent.platform.bus;

import static dev.assent.platform.kafka.Completions.EACH_ON_ITS_OWN_THREAD;

import dev.assent.contract.Asked;
import dev.assent.contract.Result;
import dev.assent.contract.id.CommandId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The commands of one door that wait for their answer. There is room for a command before anybody
/// can join it, and it leaves only by being answered or failed: nobody who joined waits for a
/// command that is not under way.
final class UnderWay {
  private final Map<CommandId, Waiting> waiting = new ConcurrentHashMap<>();
  private final Semaphore room;
  private final int max;

  /// @param max commands under way at a time
  UnderWay(int max) {
    this.max = max;
    this.room = new Semaphore(max);
  }

  /// A command that waits.
  private record Waiting(Asked asked, long deadlineNanos, CompletableFuture<Result> result) {}

  /// What came of a command that wants to be under way.
  sealed interface Entered {
    /// It is the first of its id, and is to be sent.
    record First(CompletableFuture<Result> answer) implements Entered {}

    /// The same request is under way: this is its answer.
    record Joined(CompletableFuture<Result> answer) implements Entered {}

    /// Another request is under way under its id.
    record Conflict() implements Entered {}

    /// There are as many as may be.
    record Full(int max) implements Entered {}
  }

  /// @param deadlineNanos by [System#nanoTime], when [#late] tells of it
  Entered enter(Asked asked, long deadlineNanos) {
    Waiting earlier = waiting.get(asked.commandId());
    if (earlier != null) {
      return join(earlier, asked);
    }
    if (!room.tryAcquire()) {
      return new Entered.Full(max);
    }
    Waiting mine = new Waiting(asked, deadlineNanos, new CompletableFuture<>());
    earlier = waiting.putIfAbsent(asked.commandId(), mine);
    if (earlier != null) {
      room.release();
      return join(earlier, asked);
    }
    return new Entered.First(mine.result().copy());
  }

  private static Entered join(Waiting earlier, Asked asked) {
    boolean same =
        earlier.asked().target().equals(asked.target())
            && earlier.asked().body().equals(asked.body());
    return same ? new Entered.Joined(earlier.result().copy()) : new Entered.Conflict();
  }

  boolean contains(CommandId id) {
    return waiting.containsKey(id);
  }

  /// Ends it on this thread, which runs what its callers chained to it; nothing when it is not
  /// under way any more.
  void answer(CommandId id, Result answer) {
    Waiting mine = leave(id);
    if (mine != null) {
      mine.result().complete(answer);
    }
  }

  /// Ends it on a thread of its own; nothing when it is not under way any more.
  void fail(CommandId id, Throwable failure) {
    Waiting mine = leave(id);
    if (mine != null) {
      EACH_ON_ITS_OWN_THREAD.execute(() -> mine.result().completeExceptionally(failure));
    }
  }

  private @Nullable Waiting leave(CommandId id) {
    Waiting mine = waiting.remove(id);
    if (mine != null) {
      room.release();
    }
    return mine;
  }

  /// Those whose deadline has passed.
  List<CommandId> late(long nowNanos) {
    return waiting.values().stream()
        .filter(each -> each.deadlineNanos() - nowNanos < 0)
        .map(each -> each.asked().commandId())
        .toList();
  }

  List<CommandId> all() {
    return List.copyOf(waiting.keySet());
  }
}
