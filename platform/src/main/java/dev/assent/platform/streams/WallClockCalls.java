package dev.assent.platform.streams;

import dev.assent.platform.kafka.SteadyTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;

/// What a task of Kafka Streams does when a time has come, and not because of a record. Whatever it
/// changes in a store then, Kafka Streams would write to the changelog with its own time, which is
/// ahead once the wall clock was set back ([SteadyTime]): a broker refuses what is an hour ahead of
/// its clock, so that the task died of its first timer, again and again. It bears the wall clock's
/// time instead.
public final class WallClockCalls {
  private WallClockCalls() {}

  /// @param wall from Kafka Streams' time to the wall clock's
  /// @param every counted by Kafka Streams' time, until it is cancelled
  /// @param run is given the wall clock's time
  public static Cancellable schedule(
      ProcessingContext context, LongUnaryOperator wall, Duration every, Consumer<Instant> run) {
    return context.schedule(
        every,
        PunctuationType.WALL_CLOCK_TIME,
        steady -> {
          long now = wall.applyAsLong(steady);
          if (context instanceof InternalProcessorContext<?, ?> task) {
            task.setRecordContext(
                new ProcessorRecordContext(now, -1, -1, null, new RecordHeaders()));
          }
          run.accept(Instant.ofEpochMilli(now));
        });
  }
}
