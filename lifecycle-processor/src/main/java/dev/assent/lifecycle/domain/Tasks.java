package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.Plan.DeadlineAction;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.content.Content;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A task from its opening to the end of its time. What people answer is [Answers]'.
final class Tasks {
  private Tasks() {}

  static Event.TaskOpened opened(Draft draft, Step.Human step, int ordinal) {
    boolean silent = step.reminders().isEmpty() && step.escalateTo().isPresent();
    Optional<Instant> deadline = step.deadline().map(draft::in);
    return new Event.TaskOpened(
        step.id(),
        ordinal,
        step.task(),
        1,
        content(draft.active(), step, List.of(), 1),
        step.reminders().map(reminders -> draft.in(reminders.after())),
        silent ? deadline : Optional.empty(),
        deadline);
  }

  /// A reminder is due. The next one is counted from now, so a late one is not followed by a burst.
  static Draft remind(Draft draft, Waiting state) {
    TaskRun task = state.task();
    Reminders reminders =
        step(draft, task)
            .reminders()
            .orElseThrow(() -> new IllegalStateException("no reminders in step " + task.step()));
    int count = task.reminded() + 1;
    Optional<Instant> next = Optional.of(draft.in(reminders.every()));
    boolean last = count >= reminders.max();
    return draft.record(
        new Event.TaskReminded(
            task.step(),
            task.ordinal(),
            count,
            last ? Optional.empty() : next,
            last && reminders.escalateTo().isPresent() ? next : Optional.empty()));
  }

  /// Nobody answered: after the last reminder, or, where none was asked for, in the task's time,
  /// which then begins again.
  static Draft escalate(Draft draft, Waiting state) {
    Step.Human step = step(draft, state.task());
    return step.reminders()
        .flatMap(Reminders::escalateTo)
        .map(to -> escalated(draft, state, to, "unanswered after the last reminder", false))
        .or(
            () ->
                step.escalateTo()
                    .map(to -> escalated(draft, state, to, "unanswered in time", true)))
        .orElseThrow(() -> new IllegalStateException("nobody to escalate to in " + step.id()));
  }

  /// The task's time is over.
  static Draft expire(Draft draft, Waiting state) {
    Step.Human step = step(draft, state.task());
    Optional<Assignee> other =
        step.escalateTo().or(() -> step.reminders().flatMap(Reminders::escalateTo));
    if (step.deadlineAction() == DeadlineAction.ESCALATE
        && other.isPresent()
        && !state.task().extended()) {
      return escalated(draft, state, other.get(), "unanswered in time", true);
    }
    return switch (step.deadlineAction()) {
      case TIME_OUT, ESCALATE -> {
        expired(draft, state, DeadlineAction.TIME_OUT);
        yield Steps.fail(draft, step, timedOut(step));
      }
      case REJECT -> {
        expired(draft, state, DeadlineAction.REJECT);
        yield Steps.fail(
            draft,
            step,
            new Event.IntentFailed(
                "rejected",
                "nobody answered task '" + step.id() + "' in time, which the plan takes for a no",
                Json.EMPTY));
      }
      case NEXT -> {
        expired(draft, state, DeadlineAction.NEXT);
        // Not `onSuccess`: that is what an approval leads to, and nobody approved.
        yield draft
            .plan()
            .after(step.id())
            .map(next -> Steps.begin(draft, next))
            .orElseGet(() -> draft.record(timedOut(step)));
      }
    };
  }

  static Hash content(Active active, Step.Human step, List<Assignee> escalatedTo, int version) {
    Origin origin = active.origin();
    return Hash.of(
        Content.of(
            origin.id(),
            origin.intentType(),
            origin.from(),
            origin.payload(),
            active.progress().results(),
            new Content.Question(step.id(), step.task(), escalatedTo, version)));
  }

  static Step.Human step(Draft draft, TaskRun task) {
    if (Steps.of(draft, task.step()) instanceof Step.Human human) {
      return human;
    }
    throw new IllegalStateException("expected '" + task.step() + "' to be a human step");
  }

  private static Draft escalated(
      Draft draft, Waiting state, Assignee to, String reason, boolean again) {
    TaskRun task = state.task();
    Step.Human step = step(draft, task);
    List<Assignee> all = new ArrayList<>(task.escalatedTo());
    all.add(to);
    int version = task.version() + 1;
    return draft.record(
        new Event.TaskEscalated(
            task.step(),
            task.ordinal(),
            List.of(to),
            version,
            content(state, step, all, version),
            reason,
            again ? step.deadline().map(draft::in) : task.deadlineAt()));
  }

  private static void expired(Draft draft, Waiting state, DeadlineAction action) {
    draft.record(new Event.TaskExpired(state.task().step(), state.task().ordinal(), action));
  }

  private static Event timedOut(Step.Human step) {
    return new Event.IntentTimedOut(
        "task_timeout", "nobody answered task '" + step.id() + "' in time");
  }
}
