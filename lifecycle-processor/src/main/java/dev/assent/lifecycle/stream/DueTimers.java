package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.Timer;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Timers;
import dev.assent.lifecycle.stream.IntentStore.Due;
import dev.assent.lifecycle.stream.LifecycleProcessor.Loaded;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.slf4j.event.Level;

/// Fires the timers of one task that are due, each as a command through the processor, when the
/// [Alarm] rings and within a budget, so that records get their turn. Late timers (after a restart)
/// fire at once, in the order of their time.
final class DueTimers {
  private static final SparseLog LINES = SparseLog.of(DueTimers.class);

  /// Timers of one intent fired in one tick; a loop of timers that are each due at once must not
  /// hold up the others.
  static final int PER_INTENT_MAX = 20;

  private final LifecycleProcessor processor;
  private final DueIndex index;
  private final LifecycleMeters meters;

  DueTimers(LifecycleProcessor processor, DueIndex index, LifecycleMeters meters) {
    this.processor = processor;
    this.index = index;
    this.meters = meters;
  }

  /// @return how many fired
  int tick(Instant now) {
    long micros = IntentStore.microsOf(now);
    List<Due> rows = index.due(micros, Limits.TIMERS_PER_PUNCTUATION);
    int fired = 0;
    for (Due row : rows) {
      if (fired >= Limits.TIMERS_PER_PUNCTUATION) {
        break;
      }
      fired += fireAll(row, now);
    }
    return fired;
  }

  private int fireAll(Due row, Instant now) {
    Due current = row;
    int fired = 0;
    try {
      while (fired < PER_INTENT_MAX) {
        Loaded loaded = processor.load(row.root());
        current = loaded.due().orElse(row);
        Optional<Timer> timer = due(loaded, now);
        if (timer.isEmpty()) {
          if (fired == 0) {
            processor.reindex(row, loaded);
          }
          return fired;
        }
        fire(timer.get(), loaded, now);
        fired++;
      }
    } catch (KafkaException | RegistryUnavailableException | RegistryException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      broke(row.root(), e);
      index.setAside(current, IntentStore.microsOf(now));
    }
    return fired;
  }

  private static Optional<Timer> due(Loaded loaded, Instant now) {
    SortedSet<Timer> timers = Timers.of(loaded.intent());
    return timers.isEmpty() || timers.first().due().isAfter(now)
        ? Optional.empty()
        : Optional.of(timers.first());
  }

  private void fire(Timer timer, Loaded loaded, Instant now) {
    Workspace workspace =
        loaded
            .intent()
            .workspace()
            .orElseThrow(() -> new IllegalStateException("a timer of no intent: " + timer));
    processor.carryOut(
        Asked.timer(commandId(loaded.root(), timer), loaded.root(), now, workspace, timer), loaded);
    meters.fired(timer.kind(), Duration.between(timer.due(), now));
  }

  /// The same for the same timer: a firing that was undone with its transaction comes again under
  /// its id.
  static CommandId commandId(IntentId root, Timer timer) {
    String name = root + "/" + timer.kind() + "/" + timer.ordinal() + "/" + timer.due();
    return new CommandId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private void broke(IntentId root, Throwable cause) {
    meters.brokenTimer();
    LINES
        .at(Level.ERROR, cause)
        .addKeyValue("intentId", root)
        .setCause(Fault.withoutMessage(cause))
        .log("A timer broke our code; it is tried again in a minute");
  }
}
