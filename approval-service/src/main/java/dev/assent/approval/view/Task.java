package dev.assent.approval.view;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One question that was put to people, open or closed.
///
/// @param asked the question as it was opened; [#assignees()] has who may decide it by now
/// @param version rises with every change of the task; a decision must name the one it saw
/// @param content hash of the canonical content people are shown, for that version
/// @param results what the steps before it had come to when it was opened
/// @param remindersMax how many reminders there will be at most; 0 when none were asked for
/// @param escalatedTo who was asked besides, in order; somebody may be asked again
/// @param dueAt when the question itself expires; [TaskView#dueAt] has the intent in view too
public record Task(
    StepId step,
    int ordinal,
    HumanTask asked,
    int version,
    Hash content,
    List<StepResult> results,
    Instant openedAt,
    int reminders,
    int remindersMax,
    Optional<Instant> remindedAt,
    Optional<Instant> remindAt,
    Optional<Instant> escalateAt,
    Optional<Instant> dueAt,
    List<Assignee> escalatedTo,
    Optional<Closing> closed) {

  /// How a question ended.
  public sealed interface Closing {
    Instant at();

    /// A person answered.
    record Decided(Instant at, Principal by, Door door, Event.TaskDecided decision)
        implements Closing {}

    /// Nobody answered in time.
    record Expired(Instant at, Plan.DeadlineAction action) implements Closing {}

    /// The intent ended first.
    ///
    /// @param why for example `canceled: no longer needed`
    record Withdrawn(Instant at, Principal by, String why) implements Closing {}
  }

  public Task {
    results = List.copyOf(results);
    escalatedTo = List.copyOf(escalatedTo);
  }

  static Task opened(
      Event.TaskOpened opened, Instant at, List<StepResult> results, int remindersMax) {
    return new Task(
        opened.step(),
        opened.ordinal(),
        opened.task(),
        opened.version(),
        opened.content(),
        results,
        at,
        0,
        remindersMax,
        Optional.empty(),
        opened.remindAt(),
        opened.escalateAt(),
        opened.deadlineAt(),
        List.of(),
        Optional.empty());
  }

  public boolean open() {
    return closed.isEmpty();
  }

  /// Who may decide: those asked at first and those it was escalated to. Empty means every approver
  /// of the workspace; an escalation takes nobody's right away.
  public List<Assignee> assignees() {
    if (asked.assignees().isEmpty()) {
      return List.of();
    }
    Set<Assignee> all = new LinkedHashSet<>(asked.assignees());
    all.addAll(escalatedTo);
    return List.copyOf(all);
  }

  Task reminded(Event.TaskReminded reminded, Instant at) {
    return new Task(
        step,
        ordinal,
        asked,
        version,
        content,
        results,
        openedAt,
        reminded.count(),
        remindersMax,
        Optional.of(at),
        reminded.remindAt(),
        reminded.escalateAt(),
        dueAt,
        escalatedTo,
        closed);
  }

  Task escalated(Event.TaskEscalated escalated) {
    List<Assignee> to = new ArrayList<>(escalatedTo);
    to.addAll(escalated.to());
    return new Task(
        step,
        ordinal,
        asked,
        escalated.version(),
        escalated.content(),
        results,
        openedAt,
        reminders,
        remindersMax,
        remindedAt,
        remindAt,
        Optional.empty(),
        escalated.deadlineAt(),
        to,
        closed);
  }

  Task closed(Closing closing) {
    return new Task(
        step,
        ordinal,
        asked,
        version,
        content,
        results,
        openedAt,
        reminders,
        remindersMax,
        remindedAt,
        Optional.empty(),
        Optional.empty(),
        dueAt,
        escalatedTo,
        Optional.of(closing));
  }
}
