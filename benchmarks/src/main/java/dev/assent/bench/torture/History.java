package dev.assent.bench.torture;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Timer;
import dev.assent.contract.Timer.Kind;
import dev.assent.contract.id.IntentId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One intent's history: numbered without a gap, one winner per task version, every timer once and
/// not before its time, nothing after the end.
final class History {
  /// A timer may be this late before it counts as lost.
  private static final Duration LATE_MAX = Duration.ofSeconds(15);

  private final IntentId id;
  private final Consumer<Finding> found;
  private final Set<String> winners = new HashSet<>();
  private final TreeMap<Kind, Timer> timers = new TreeMap<>();
  private int lastSeq;
  private boolean ended;

  History(IntentId id, Consumer<Finding> found) {
    this.id = id;
    this.found = found;
  }

  void add(Happened happened) {
    if (happened.firstSeq() != lastSeq + 1) {
      boolean gap = happened.firstSeq() > lastSeq;
      report(
          gap ? Finding.Kind.SEQ_GAP : Finding.Kind.SEQ_TWICE,
          "expected seq " + (lastSeq + 1) + ", but got " + happened.firstSeq());
    }
    lastSeq = happened.lastSeq();
    if (ended && !happened.events().stream().allMatch(Event.ThreadNoted.class::isInstance)) {
      report(Finding.Kind.AFTER_THE_END, "seq " + happened.firstSeq() + " comes after its end");
    }
    for (int i = 0; i < happened.events().size(); i++) {
      Event event = happened.events().get(i);
      apply(event, happened.at());
      if (event instanceof Event.TaskDecided && i == happened.events().size() - 1) {
        report(
            Finding.Kind.NOT_RESUMED,
            "nothing follows the decision of seq " + (happened.firstSeq() + i));
      }
    }
  }

  private void apply(Event event, Instant at) {
    switch (event) {
      case Event.IntentCreated e -> due(Kind.INTENT_DEADLINE, 0, e.deadlineAt());
      case Event.StepDelivered e -> {
        if (e.attempt() > 1) {
          fired(Kind.REDELIVERY, at);
        }
        due(Kind.REDELIVERY, e.ordinal(), e.redeliverAt());
        due(Kind.STEP_DEADLINE, e.ordinal(), e.deadlineAt());
        timers.remove(Kind.RETRY);
      }
      case Event.StepAcknowledged _, Event.StepProgressed _ -> timers.remove(Kind.REDELIVERY);
      case Event.StepCompleted _ -> clear();
      case Event.StepFailed e -> {
        clear();
        due(Kind.RETRY, e.ordinal(), e.retryAt());
      }
      case Event.StepTimedOut _ -> {
        fired(Kind.STEP_DEADLINE, at);
        clear();
      }
      case Event.TaskOpened e -> {
        due(Kind.REMINDER, e.ordinal(), e.remindAt());
        due(Kind.ESCALATION, e.ordinal(), e.escalateAt());
        due(Kind.TASK_DEADLINE, e.ordinal(), e.deadlineAt());
      }
      case Event.TaskReminded e -> {
        fired(Kind.REMINDER, at);
        due(Kind.REMINDER, e.ordinal(), e.remindAt());
        due(Kind.ESCALATION, e.ordinal(), e.escalateAt());
      }
      case Event.TaskEscalated e -> {
        timers.remove(Kind.REMINDER);
        timers.remove(Kind.ESCALATION);
        due(Kind.TASK_DEADLINE, e.ordinal(), e.deadlineAt());
      }
      case Event.TaskDecided e -> {
        if (!winners.add(e.ordinal() + "/" + e.version())) {
          report(
              Finding.Kind.TWO_WINNERS,
              "version " + e.version() + " of run " + e.ordinal() + " was decided twice");
        }
        clear();
      }
      case Event.TaskExpired _ -> {
        fired(Kind.TASK_DEADLINE, at);
        clear();
      }
      case Event.DelayStarted e -> due(Kind.DELAY, e.ordinal(), Optional.of(e.until()));
      case Event.DelayElapsed _ -> fired(Kind.DELAY, at);
      case Event.IntentTimedOut _,
          Event.IntentCompleted _,
          Event.IntentFailed _,
          Event.IntentCanceled _ -> {
        timers.clear();
        ended = true;
      }
      case Event.ControlsChanged e ->
          e.deadlineAt().ifPresent(end -> due(Kind.INTENT_DEADLINE, 0, Optional.of(end)));
      case Event.IntentSubmitted _,
          Event.NotificationRequested _,
          Event.HandedOff _,
          Event.ThreadNoted _ -> {
        // neither sets a timer nor ends one
      }
    }
  }

  private void due(Kind kind, int ordinal, Optional<Instant> at) {
    timers.remove(kind);
    at.ifPresent(when -> timers.put(kind, new Timer(kind, ordinal, when)));
  }

  private void fired(Kind kind, Instant at) {
    Timer timer = timers.remove(kind);
    if (timer == null) {
      report(Finding.Kind.TIMER_TWICE, kind + " fired at " + at + ", but none was due");
    } else if (at.isBefore(timer.due())) {
      report(Finding.Kind.TIMER_EARLY, kind + " of " + timer.due() + " fired at " + at);
    }
  }

  /// A step is over: only the intent's own deadline goes on.
  private void clear() {
    timers.keySet().removeIf(kind -> kind != Kind.INTENT_DEADLINE);
  }

  /// @param readAt nothing later is known
  void end(Instant readAt) {
    if (ended) {
      return;
    }
    if (timers.isEmpty()) {
      report(Finding.Kind.STUCK, "it has not ended and waits for nothing that falls due");
    }
    for (Timer timer : timers.values()) {
      if (timer.due().plus(LATE_MAX).isBefore(readAt)) {
        report(
            Finding.Kind.TIMER_LOST,
            timer.kind()
                + " was due at "
                + timer.due()
                + ", but nothing had happened by "
                + readAt);
      }
    }
  }

  private void report(Finding.Kind kind, String what) {
    found.accept(new Finding(kind, id, what));
  }
}
