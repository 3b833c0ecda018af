package dev.assent.approval.view;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One line of somebody's list: an open task, without the content that is needed to decide it.
///
/// @param from who asked for the intent, and `to` whom it is addressed to
/// @param type the task type's name, as it is shown: a line says nothing by it
/// @param commentRequired whether an answer must have a comment; so `evidenceRequired`
/// @param assignees who may decide by now; empty means every approver of the workspace
public record TaskLine(
    IntentId intent,
    Workspace workspace,
    String intentType,
    String from,
    String to,
    String step,
    String type,
    String title,
    String description,
    List<String> outcomes,
    boolean commentRequired,
    boolean evidenceRequired,
    List<Assignee> assignees,
    int version,
    Instant openedAt,
    Optional<Instant> dueAt,
    int reminders,
    List<Assignee> escalatedTo) {

  public TaskLine {
    outcomes = List.copyOf(outcomes);
    assignees = List.copyOf(assignees);
    escalatedTo = List.copyOf(escalatedTo);
  }

  /// The line of an intent's open task; empty when none is open.
  static Optional<TaskLine> of(TaskView view) {
    return view.openTask()
        .map(
            task ->
                new TaskLine(
                    view.intent(),
                    view.workspace(),
                    view.created().intentType(),
                    view.created().from(),
                    view.created().to(),
                    task.step().value(),
                    task.question().type().wireName(),
                    task.question().title(),
                    task.question().description(),
                    task.question().outcomes(),
                    task.question().needsComment(),
                    task.question().needsEvidence(),
                    task.asked().eligibility().asked(),
                    task.version(),
                    task.since(),
                    view.dueAt(task),
                    task.reminders(),
                    task.escalatedTo()));
  }
}
