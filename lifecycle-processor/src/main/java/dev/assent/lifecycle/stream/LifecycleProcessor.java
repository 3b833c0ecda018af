package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.Rejection;
import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.stream.IntentStore.Due;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import dev.assent.lifecycle.stream.Turn.Change;
import dev.assent.lifecycle.stream.Turn.Write;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.topic.Partitions;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Load, decide, evolve, store, forward: the commands of one task, and its due timers by the same
/// path. The only place that changes state.
///
/// A record that cannot be read, or that breaks our code, by an error of the virtual machine too,
/// goes to the dead letters with its cause, and the partition goes on; so does, without being run,
/// one that this instance died of before ([Strikes]). What is not the record's fault (the registry
/// is away, the store or the broker fails) is thrown: the transaction is undone and the record
/// comes again.
final class LifecycleProcessor {
  private static final SparseLog LINES = SparseLog.of(LifecycleProcessor.class);
  private static final Rejection BROKE_OUR_CODE =
      new Rejection(
          Rejection.Code.INTERNAL,
          "expected the command to be carried out, but it broke our code; it is in the dead"
              + " letters",
          Map.of());

  /// Who writes our dead letters.
  static final String COMPONENT = "lifecycle-processor";

  private final ProcessorContext<Out, byte[]> context;
  private final Wire wire;
  private final Turns turns;
  private final LifecycleMeters meters;
  private final int partitions;
  private final IntentStore store;
  private final LiveIntents live = new LiveIntents();
  private final DueIndex index;
  private final Graveyard graveyard;
  private final Forgeries forgeries;
  private final Strikes strikes;

  /// @param partitions of the commands topic
  /// @param doors whose commands are carried out
  LifecycleProcessor(
      ProcessorContext<Out, byte[]> context,
      Wire wire,
      Turns turns,
      LifecycleMeters meters,
      int partitions,
      IntentStore store,
      DueIndex index,
      Doors doors,
      Strikes strikes) {
    this.context = context;
    this.wire = wire;
    this.turns = turns;
    this.meters = meters;
    this.partitions = partitions;
    this.store = store;
    this.index = index;
    this.strikes = strikes;
    this.graveyard = new Graveyard(context, meters, Names.DEAD_LETTERS);
    this.forgeries = new Forgeries(context, doors, wire, Names.AUDIT);
  }

  /// A state as it was found.
  record Loaded(IntentId root, Optional<Due> due, Intent intent) {}

  void process(Record<byte[], byte[]> record) {
    read(record).ifPresent(asked -> carryOut(asked, record));
    if (DrainedCommit.ofThisThread().processed()) {
      context.commit();
    }
  }

  Loaded load(IntentId root) {
    return live.find(root).orElseGet(() -> read(root));
  }

  private Loaded read(IntentId root) {
    Optional<Kept> kept = store.load(root);
    return new Loaded(root, kept.flatMap(Kept::due), turns.read(kept));
  }

  /// Carries out what the processor itself asks: that a due timer fires.
  void carryOut(Asked asked, Loaded before) {
    write(before, turns.of(asked, before.intent()));
  }

  /// Nothing is due at a row's time, so the row goes: the state has moved on since it was read, or
  /// another release worked out the time, and then it is worked out anew.
  void reindex(Due row, Loaded loaded) {
    if (loaded.intent() instanceof Intent.Known known && loaded.due().equals(Optional.of(row))) {
      write(loaded, turns.unchanged(known));
    } else {
      index.moved(Optional.of(row), Optional.empty());
    }
  }

  private Optional<Asked> read(Record<byte[], byte[]> record) {
    Optional<String> forged = forgeries.of(record);
    if (forged.isPresent()) {
      forward(forgeries.audit(forged.get()));
      return bury(record, "forged", Forgeries.cause(forged.get()));
    }
    byte @Nullable [] value = record.value();
    if (value == null) {
      return bury(record, "unreadable", "expected a command, but the value is empty");
    }
    Asked asked;
    try {
      asked = wire.commands().decode(value);
    } catch (WireException e) {
      return bury(record, "unreadable", String.valueOf(e.getMessage()));
    }
    int partition = Partitions.of(asked.target(), partitions);
    if (partition != context.taskId().partition()) {
      return bury(record, "misrouted", "expected this command in partition " + partition);
    }
    return Optional.of(asked);
  }

  private void carryOut(Asked asked, Record<byte[], byte[]> record) {
    RecordMetadata read = context.recordMetadata().orElseThrow();
    Strikes.Mark mark = strikes.of(read.topic(), read.partition());
    if (mark.condemned(read.offset())) {
      quarantine(asked, record, new CondemnedException());
      return;
    }
    Worked worked;
    try {
      worked = workedOut(asked, mark, read.offset());
    } catch (KafkaException | RegistryUnavailableException | RegistryException e) {
      throw e;
    } catch (LinkageError e) {
      throw e; // the program's fault: every record would meet it
    } catch (Error e) {
      mark.struck(read.offset());
      quarantine(asked, record, e);
      return;
    } catch (RuntimeException e) {
      quarantine(asked, record, e);
      return;
    }
    write(worked.before(), worked.turn());
    meters.waited(asked, now());
  }

  private record Worked(Loaded before, Turn turn) {}

  /// Whoever else used up the memory may have given it back: only a record that finds none twice
  /// has asked for too much itself.
  private Worked workedOut(Asked asked, Strikes.Mark mark, long offset) {
    try {
      return workOut(asked, mark, offset);
    } catch (OutOfMemoryError _) {
      return workOut(asked, mark, offset);
    }
  }

  private Worked workOut(Asked asked, Strikes.Mark mark, long offset) {
    Loaded before = load(asked.target().root());
    Decision decision;
    mark.begin(offset);
    try {
      decision = turns.decide(asked, before.intent());
    } finally {
      mark.over();
    }
    return new Worked(before, turns.of(asked, before.intent(), decision));
  }

  private void write(Loaded before, Turn turn) {
    switch (turn.change()) {
      case Change.Keep keep -> save(before, Optional.of(keep.kept()));
      case Change.Forget _ -> save(before, Optional.empty());
      case Change.Nothing _ -> {}
    }
    live.changed(before.root(), turn.change());
    turn.writes().forEach(this::forward);
    meters.carriedOut(turn.answer());
    turn.closed().ifPresent(meters::closed);
    if (turn.change() instanceof Change.Keep keep
        && keep.intent() instanceof Intent.Ended ended
        && !(before.intent() instanceof Intent.Ended)) {
      meters.ended(ended.status());
    }
  }

  private long now() {
    return SteadyTime.SHARED.wall(context.currentSystemTimeMs());
  }

  private void save(Loaded before, Optional<Kept> after) {
    store.save(before.root(), after);
    index.moved(before.due(), after.flatMap(Kept::due));
  }

  private void forward(Write write) {
    if (write.out() instanceof Out.Undeliverable lost) {
      tell(lost);
    }
    context.forward(new Record<>(write.out(), write.value(), now(), write.headers()), write.sink());
  }

  private void tell(Out.Undeliverable lost) {
    meters.deadLetter(lost.why());
    LINES
        .at(Level.WARN, lost.why())
        .addKeyValue("cause", lost.why())
        .addKeyValue("topic", lost.topic())
        .addKeyValue("intentId", lost.root())
        .log("A delivery went to the dead letters");
  }

  /// The command broke our code: nothing of it is written but its dead letter, its answer and, when
  /// it was a decision, its audit record.
  private void quarantine(Asked asked, Record<byte[], byte[]> record, Throwable cause) {
    LINES
        .at(Level.ERROR, cause)
        .addKeyValue("commandId", asked.commandId())
        .addKeyValue("intentId", asked.target())
        .addKeyValue("command", asked.command().getClass().getSimpleName())
        .setCause(Fault.withoutMessage(cause))
        .log("A command broke our code; it is in the dead letters");
    bury(record, "broken", cause.toString());
    try {
      turns.refuse(asked, BROKE_OUR_CODE).writes().forEach(this::forward);
    } catch (KafkaException | RegistryUnavailableException | RegistryException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LINES
          .at(Level.ERROR, e)
          .addKeyValue("commandId", asked.commandId())
          .setCause(Fault.withoutMessage(e))
          .log("Its refusal could not be written either; whoever asked waits in vain");
    }
    meters.carriedOut(BROKE_OUR_CODE.code().name());
  }

  private Optional<Asked> bury(Record<byte[], byte[]> record, String why, String cause) {
    forward(graveyard.letter(record, why, cause));
    return Optional.empty();
  }
}
