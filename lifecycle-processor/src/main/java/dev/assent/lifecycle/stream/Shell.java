package dev.assent.lifecycle.stream;

import dev.assent.wire.Topics;
import dev.assent.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// What the processors of all tasks are made of.
///
/// @param partitions of the commands topic: a command in another than its intent's is refused
/// @param tickEvery how often due timers are looked for
public record Shell(
    Rules rules,
    Wire wire,
    Topics topics,
    AgentTopics agentTopics,
    StepTokens tokens,
    LifecycleMeters meters,
    int partitions,
    Duration tickEvery)
    implements ProcessorSupplier<byte[], byte[], Out, byte[]> {

  /// Rows of the due index read at once.
  private static final int DUE_ROWS_READ = 10_000;

  @Override
  public Processor<byte[], byte[], Out, byte[]> get() {
    return new Task();
  }

  /// One task. Kafka Streams may revive it after an undone transaction: then `init` comes again,
  /// and nothing may be left in memory from before.
  private final class Task implements Processor<byte[], byte[], Out, byte[]> {
    private @Nullable LifecycleProcessor processor;
    private @Nullable Cancellable ticks;

    @Override
    public void init(ProcessorContext<Out, byte[]> context) {
      close();
      IntentStore store = new IntentStore(context.getStateStore(Names.INTENTS));
      DueIndex index = new DueIndex(store, DUE_ROWS_READ);
      Turns turns = new Turns(rules, wire, topics, agentTopics, tokens);
      LifecycleProcessor begun =
          new LifecycleProcessor(context, wire, turns, meters, partitions, store, index);
      DueTimers timers = new DueTimers(begun, index, meters);
      processor = begun;
      ticks =
          context.schedule(
              tickEvery,
              PunctuationType.WALL_CLOCK_TIME,
              now -> {
                int fired = timers.tick(Instant.ofEpochMilli(now));
                if (fired > 0 && DrainedCommit.ofThisThread().fired(fired)) {
                  context.commit();
                }
              });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (processor == null) {
        throw new IllegalStateException("expected a task that is initialised");
      }
      processor.process(record);
    }

    @Override
    public void close() {
      if (ticks != null) {
        ticks.cancel();
      }
      DrainedCommit.ofThisThread().reset();
      processor = null;
      ticks = null;
    }
  }
}
