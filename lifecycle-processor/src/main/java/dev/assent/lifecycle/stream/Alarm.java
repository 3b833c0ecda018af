package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.feed.Quiet;
import dev.assent.platform.streams.WallClockCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// Wakes one task when its next timer is due, and not before: after every punctuation Kafka Streams
/// commits the task, whether it did anything or not (StreamTask.maybePunctuateSystemTime of 4.3.1),
/// so looking every few milliseconds would be a transaction every few milliseconds on an idle node.
///
/// An alarm that has become too early is left alone: Kafka Streams keeps a cancelled one until its
/// time anyway, and most timers are cancelled. It finds nothing due and is set anew.
final class Alarm {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  private final ProcessorContext<?, ?> context;
  private final LongUnaryOperator wall;
  private final Consumer<Instant> wake;
  private long atMillis = NEVER;
  private @Nullable Cancellable scheduled;

  /// @param wall from Kafka Streams' time to the wall clock's, by which timers are due
  /// @param wake called at the set time, or somewhat later, or earlier when the wall clock was set
  ///   back meanwhile; always with the wall clock's time
  Alarm(ProcessorContext<?, ?> context, LongUnaryOperator wall, Consumer<Instant> wake) {
    this.context = context;
    this.wall = wall;
    this.wake = wake;
  }

  /// @param dueMicros when the next timer is due, in microseconds since 1970; `Long.MAX_VALUE` when
  ///   there is none
  void set(long dueMicros) {
    long dueMillis = dueMicros / 1_000 + (dueMicros % 1_000 == 0 ? 0 : 1);
    if (dueMicros == NEVER || dueMillis >= atMillis) {
      return;
    }
    cancel();
    long now = wall.applyAsLong(context.currentSystemTimeMs());
    long wait = Math.clamp(dueMillis - now, 1, LONGEST_MILLIS);
    atMillis = now + wait;
    Quiet.ofThisThread().due(this, Duration.ofMillis(wait));
    scheduled = WallClockCalls.schedule(context, wall, Duration.ofMillis(wait), this::ring);
  }

  private void ring(Instant now) {
    cancel();
    Quiet.ofThisThread().busy();
    wake.accept(now);
  }

  void cancel() {
    if (scheduled != null) {
      scheduled.cancel();
    }
    scheduled = null;
    atMillis = NEVER;
    Quiet.ofThisThread().notDue(this);
  }
}
