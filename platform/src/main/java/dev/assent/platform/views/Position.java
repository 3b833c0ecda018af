package dev.assent.platform.views;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/// How far one partition is folded here: every committed record below `folded` is in the view, and
/// whatever else is below it (transaction markers, aborted records) has been passed.
///
/// The stream thread tells of polls and of folded records; anybody may wait. A batch's end counts
/// only once its last record is folded, so the position never runs ahead of the view.
final class Position {
  private static final long NONE = -1;

  private final int partition;
  private final PriorityQueue<Wait> waits =
      new PriorityQueue<>(Comparator.comparingLong(Wait::offset));
  private long folded = NONE;
  private long lastRecordPolled = NONE;
  private long afterPolled = NONE;
  private boolean closed;

  private record Wait(long offset, CompletableFuture<Void> done) {}

  Position(int partition) {
    this.partition = partition;
  }

  int partition() {
    return partition;
  }

  /// A poll returned.
  ///
  /// @param lastRecord the offset of the last record in it; -1 when only the position moved
  /// @param next where the next poll goes on, past markers and aborted records
  synchronized void polled(long lastRecord, long next) {
    afterPolled = next;
    if (lastRecord != NONE) {
      lastRecordPolled = lastRecord;
    } else if (lastRecordPolled == NONE) {
      advance(next);
    }
  }

  synchronized void folded(long offset) {
    if (offset >= lastRecordPolled) {
      lastRecordPolled = NONE;
      advance(Math.max(offset + 1, afterPolled));
    } else {
      advance(offset + 1);
    }
  }

  /// Everything below the offset was folded before.
  synchronized void startsAt(long offset) {
    advance(offset);
  }

  /// The offset below which everything is folded.
  synchronized long folded() {
    return folded;
  }

  /// Done once everything below the offset is folded; it ends on the thread that gets there.
  synchronized CompletableFuture<Void> reached(long offset) {
    if (closed) {
      return CompletableFuture.failedFuture(lost());
    }
    if (folded >= offset) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    waits.add(new Wait(offset, done));
    return done;
  }

  synchronized void close() {
    closed = true;
    waits.forEach(wait -> wait.done().completeExceptionally(lost()));
    waits.clear();
  }

  private ViewUnavailableException lost() {
    return new ViewUnavailableException(
        "expected the view of partition " + partition + " to stay open, but it is closed");
  }

  private void advance(long next) {
    if (next <= folded) {
      return;
    }
    folded = next;
    for (Wait first = waits.peek();
        first != null && first.offset() <= folded;
        first = waits.peek()) {
      waits.remove();
      first.done().complete(null);
    }
  }
}
