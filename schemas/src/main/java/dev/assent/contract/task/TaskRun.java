package dev.assent.contract.task;

import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The run of a human step, while people are asked: all that changes of their question, and nothing
/// that the plan says already. The processor keeps it for every waiting intent; with what is asked
/// it is an [OpenTask].
///
/// @param ordinal which run of a step of the intent it is, from 1
/// @param version 1 when the question opens, one more with every change of it
/// @param content hash of what people are shown at this version
/// @param escalatedTo who was asked besides the task's own assignees, one for each version above 1,
///   in order; somebody may be asked again
/// @param reminded reminders so far
/// @param extended whether an escalation has already moved the deadline: it does so once
/// @param remindAt when people are reminded next; absent when they are not
/// @param escalateAt when somebody else is asked; absent when nobody is
/// @param deadlineAt when the question's own time is over
public record TaskRun(
    StepId step,
    int ordinal,
    int version,
    Hash content,
    List<Assignee> escalatedTo,
    int reminded,
    boolean extended,
    Optional<Instant> remindAt,
    Optional<Instant> escalateAt,
    Optional<Instant> deadlineAt) {

  public TaskRun {
    escalatedTo = List.copyOf(escalatedTo);
  }

  /// A question that has just been put.
  public static TaskRun opened(
      StepId step,
      int ordinal,
      int version,
      Hash content,
      Optional<Instant> remindAt,
      Optional<Instant> escalateAt,
      Optional<Instant> deadlineAt) {
    return new TaskRun(
        step, ordinal, version, content, List.of(), 0, false, remindAt, escalateAt, deadlineAt);
  }

  /// After a reminder.
  ///
  /// @param count which one it was, from 1
  public TaskRun reminded(
      int count, Optional<Instant> nextReminder, Optional<Instant> nextEscalation) {
    return new TaskRun(
        step,
        ordinal,
        version,
        content,
        escalatedTo,
        count,
        extended,
        nextReminder,
        nextEscalation,
        deadlineAt);
  }

  /// After others were asked too.
  public TaskRun escalated(
      List<Assignee> to, int nextVersion, Hash nextContent, Optional<Instant> nextDeadline) {
    List<Assignee> all = new ArrayList<>(escalatedTo);
    all.addAll(to);
    return new TaskRun(
        step,
        ordinal,
        nextVersion,
        nextContent,
        all,
        reminded,
        extended || !nextDeadline.equals(deadlineAt),
        remindAt,
        Optional.empty(),
        nextDeadline);
  }
}
