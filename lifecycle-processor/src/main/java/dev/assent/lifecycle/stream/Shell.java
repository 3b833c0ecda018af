package dev.assent.lifecycle.stream;

import dev.assent.wire.Wire;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.topic.Topics;
import java.time.Instant;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// What the processors of all tasks are made of.
///
/// @param wall from Kafka Streams' time to the wall clock's
/// @param partitions of the commands topic: a command in another than its intent's is refused
/// @param doors whose commands are carried out
public record Shell(
    Rules rules,
    Wire wire,
    Topics topics,
    AgentTopics agentTopics,
    StepTokens tokens,
    LifecycleMeters meters,
    int partitions,
    Doors doors,
    Strikes strikes,
    LongUnaryOperator wall)
    implements ProcessorSupplier<byte[], byte[], Out, byte[]> {

  /// States looked at in one go for timers: some 10 ms.
  private static final int LOOKED_AT_ONCE = 10_000;

  @Override
  public Processor<byte[], byte[], Out, byte[]> get() {
    return new Task();
  }

  /// One task. Kafka Streams may revive it after an undone transaction: then `init` comes again,
  /// and nothing may be left in memory from before.
  private final class Task implements Processor<byte[], byte[], Out, byte[]> {
    private @Nullable Running running;

    @Override
    public void init(ProcessorContext<Out, byte[]> context) {
      close();
      running = new Running(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (running == null) {
        throw new IllegalStateException("expected a task that is initialised");
      }
      running.process(record);
    }

    @Override
    public void close() {
      if (running != null) {
        running.close();
      }
      DrainedCommit.ofThisThread().reset();
      running = null;
    }
  }

  /// A task from its `init` to its `close`.
  private final class Running {
    private final ProcessorContext<Out, byte[]> context;
    private final DueIndex index;
    private final LifecycleProcessor processor;
    private final DueTimers timers;
    private final Alarm alarm;

    Running(ProcessorContext<Out, byte[]> context) {
      this.context = context;
      IntentStore store = new IntentStore(context.getStateStore(Names.INTENTS));
      this.index = new DueIndex(store, LOOKED_AT_ONCE);
      Turns turns = new Turns(rules, wire, topics, agentTopics, tokens);
      this.processor =
          new LifecycleProcessor(
              context, wire, turns, meters, partitions, store, index, doors, strikes);
      this.timers = new DueTimers(processor, index, meters);
      this.alarm = new Alarm(context, wall, this::fire);
      alarm.set(index.nextMicros());
    }

    void process(Record<byte[], byte[]> record) {
      processor.process(record);
      alarm.set(index.nextMicros());
    }

    private void fire(Instant now) {
      int fired = timers.tick(now);
      alarm.set(index.nextMicros());
      if (fired > 0 && DrainedCommit.ofThisThread().fired(fired)) {
        context.commit();
      }
    }

    void close() {
      alarm.cancel();
      index.close();
    }
  }
}
