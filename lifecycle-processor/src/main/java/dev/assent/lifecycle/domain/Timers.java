package dev.assent.lifecycle.domain;

import dev.assent.contract.Timer;
import dev.assent.contract.Timer.Kind;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.None;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which timers an intent has. Nobody sets or cancels one: they follow from the state.
public final class Timers {
  private Timers() {}

  /// In the order in which they fire: by due time, then by kind.
  public static SortedSet<Timer> of(Intent intent) {
    SortedSet<Timer> timers = new TreeSet<>();
    switch (intent) {
      case None _ -> {}
      case Running running -> {
        of(running, timers);
        deadline(running, timers);
      }
      case Waiting waiting -> {
        of(waiting.task(), timers);
        deadline(waiting, timers);
      }
      case Ended ended ->
          timers.add(new Timer(Kind.RETIREMENT, 0, ended.endedAt().plus(Limits.ENDED_KEPT)));
    }
    return Collections.unmodifiableSortedSet(timers);
  }

  private static void of(Running running, SortedSet<Timer> timers) {
    switch (running.work()) {
      case Work.Between _ -> {}
      case Work.AgentRun run -> {
        add(timers, Kind.REDELIVERY, run.ordinal(), run.redeliverAt());
        add(timers, Kind.STEP_DEADLINE, run.ordinal(), run.deadlineAt());
      }
      case Work.Retry retry -> timers.add(new Timer(Kind.RETRY, retry.ordinal(), retry.at()));
      case Work.Delay delay -> timers.add(new Timer(Kind.DELAY, delay.ordinal(), delay.until()));
    }
  }

  private static void of(TaskRun task, SortedSet<Timer> timers) {
    add(timers, Kind.REMINDER, task.ordinal(), task.remindAt());
    add(timers, Kind.ESCALATION, task.ordinal(), task.escalateAt());
    add(timers, Kind.TASK_DEADLINE, task.ordinal(), task.deadlineAt());
  }

  private static void deadline(Active active, SortedSet<Timer> timers) {
    add(timers, Kind.INTENT_DEADLINE, 0, active.deadlineAt());
  }

  private static void add(SortedSet<Timer> timers, Kind kind, int ordinal, Optional<Instant> due) {
    due.ifPresent(at -> timers.add(new Timer(kind, ordinal, at)));
  }
}
