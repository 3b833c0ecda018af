package dev.assent.approval.view;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One question that was put to people, open or closed.
///
/// @param asked the question and how far the asking came; a decision must name the version it saw
/// @param results what the steps before it had come to when it was opened
/// @param remindersMax how many reminders there will be at most; 0 when none were asked for
public record Task(
    OpenTask asked,
    List<StepResult> results,
    int remindersMax,
    Optional<Instant> remindedAt,
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
  }

  static Task opened(OpenTask asked, List<StepResult> results, int remindersMax) {
    return new Task(asked, results, remindersMax, Optional.empty(), Optional.empty());
  }

  public boolean open() {
    return closed.isEmpty();
  }

  public HumanTask question() {
    return asked.question();
  }

  public StepId step() {
    return asked.step();
  }

  public int version() {
    return asked.version();
  }

  /// The hash of the canonical content people are shown, for that version.
  public Hash content() {
    return asked.content();
  }

  public Instant since() {
    return asked.since();
  }

  public int reminders() {
    return asked.reminders();
  }

  /// Who was asked besides, in order; somebody may be asked again.
  public List<Assignee> escalatedTo() {
    return asked.escalatedTo();
  }

  /// Who may decide: those asked at first and those it was escalated to. Empty means every approver
  /// of the workspace.
  public List<Assignee> assignees() {
    return asked.eligibility().asked();
  }

  /// When people are reminded next; nobody is of a question that is closed.
  public Optional<Instant> remindAt() {
    return asked.run().remindAt().filter(_ -> open());
  }

  /// When somebody else is asked; nobody is about a question that is closed.
  public Optional<Instant> escalateAt() {
    return asked.run().escalateAt().filter(_ -> open());
  }

  /// When the question itself expires; [TaskView#dueAt] has the intent in view too.
  public Optional<Instant> dueAt() {
    return asked.dueAt();
  }

  Task reminded(Event.TaskReminded reminded, Instant at) {
    return new Task(
        asked.at(reminded.of(asked.run())), results, remindersMax, Optional.of(at), closed);
  }

  Task escalated(Event.TaskEscalated escalated) {
    return new Task(asked.at(escalated.of(asked.run())), results, remindersMax, remindedAt, closed);
  }

  Task closed(Closing closing) {
    return new Task(asked, results, remindersMax, remindedAt, Optional.of(closing));
  }
}
