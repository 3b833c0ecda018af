package dev.assent.gateway.view;

import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A question that people have yet to answer.
///
/// @param version rises with every change of the task
/// @param content hash of what people are shown
/// @param escalatedTo who is asked besides the task's own assignees
public record OpenTask(
    StepId step,
    HumanTask task,
    int version,
    Hash content,
    Instant openedAt,
    Optional<Instant> dueAt,
    int reminders,
    List<Assignee> escalatedTo) {
  public OpenTask {
    escalatedTo = List.copyOf(escalatedTo);
  }

  OpenTask reminded(int count) {
    return new OpenTask(step, task, version, content, openedAt, dueAt, count, escalatedTo);
  }

  OpenTask escalated(
      List<Assignee> to, int nextVersion, Hash nextContent, Optional<Instant> nextDue) {
    List<Assignee> all = Stream.concat(escalatedTo.stream(), to.stream()).distinct().toList();
    return new OpenTask(step, task, nextVersion, nextContent, openedAt, nextDue, reminders, all);
  }

  /// Who holds it now: whom it was escalated to last, else its own assignees.
  public List<Assignee> assignees() {
    return escalatedTo.isEmpty() ? task.assignees() : escalatedTo;
  }
}
