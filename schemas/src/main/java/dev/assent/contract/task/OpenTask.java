package dev.assent.contract.task;

import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A question that people have yet to settle: what is asked ([HumanTask]: outcomes with what they
/// mean, form, what an answer needs), since when, and how far the asking has come ([TaskRun]:
/// version, content, whom it was escalated to, reminders, deadline).
///
/// @param since when it was put
public record OpenTask(HumanTask question, Instant since, TaskRun run) {
  public StepId step() {
    return run.step();
  }

  /// It rises with every change of the question.
  public int version() {
    return run.version();
  }

  /// The hash of what people are shown at this version.
  public Hash content() {
    return run.content();
  }

  /// Reminders so far.
  public int reminders() {
    return run.reminded();
  }

  /// When the question's own time is over; its intent's may be over before.
  public Optional<Instant> dueAt() {
    return run.deadlineAt();
  }

  /// Who was asked besides the question's own assignees, in order.
  public List<Assignee> escalatedTo() {
    return run.escalatedTo();
  }

  /// Who may answer it.
  public Eligibility eligibility() {
    return Eligibility.of(question, run);
  }

  /// The same question, further on.
  public OpenTask at(TaskRun next) {
    return new OpenTask(question, since, next);
  }
}
