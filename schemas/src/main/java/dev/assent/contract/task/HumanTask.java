package dev.assent.contract.task;

import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;

/// What a person is asked (contract section 5.1).
///
/// @param outcomes what may be answered; never empty (a type's own outcomes when the author named
///   none)
/// @param commentRequired whether its author wants a comment; [#needsComment] is what counts
/// @param evidenceRequired whether its author wants evidence; [#needsEvidence] is what counts
/// @param assignees whom its author asks; empty means every approver of the workspace. Who may
///   answer in the end is said by [Eligibility]
/// @param formSchema a JSON Schema (2020-12) that the answer's data must satisfy
/// @param notifyEmail where the author wants the person told, besides the inbox
/// @param verdicts what each of the outcomes means, in their order; empty in what was written
///   before tasks carried them, and [Outcomes#verdict] then knows it
/// @param proofRequired what an answer must prove to have shown to the person; absent: nothing
public record HumanTask(
    TaskType type,
    String title,
    String description,
    List<String> outcomes,
    boolean commentRequired,
    boolean evidenceRequired,
    List<Assignee> assignees,
    Optional<Json> formSchema,
    Optional<String> notifyEmail,
    List<Verdict> verdicts,
    Optional<Shown.Proof> proofRequired) {

  public HumanTask {
    outcomes = outcomes.isEmpty() ? type.outcomes() : List.copyOf(outcomes);
    assignees = List.copyOf(assignees);
    verdicts = List.copyOf(verdicts);
    if (!verdicts.isEmpty() && verdicts.size() != outcomes.size()) {
      throw new IllegalArgumentException(
          "expected a verdict for each of " + outcomes + ", but got " + verdicts);
    }
  }

  /// A task each of whose outcomes is a known word, and which no answer has to be bound to.
  ///
  /// @throws IllegalArgumentException when one is not
  public HumanTask(
      TaskType type,
      String title,
      String description,
      List<String> outcomes,
      boolean commentRequired,
      boolean evidenceRequired,
      List<Assignee> assignees,
      Optional<Json> formSchema,
      Optional<String> notifyEmail) {
    this(
        type,
        title,
        description,
        outcomes,
        commentRequired,
        evidenceRequired,
        assignees,
        formSchema,
        notifyEmail,
        Outcomes.verdicts(type, outcomes.isEmpty() ? type.outcomes() : outcomes),
        Optional.empty());
  }

  /// The same task with what its outcomes mean; itself when it says so already.
  ///
  /// @throws IllegalArgumentException when a word among them is not known
  public HumanTask judged() {
    return verdicts.isEmpty()
        ? new HumanTask(
            type,
            title,
            description,
            outcomes,
            commentRequired,
            evidenceRequired,
            assignees,
            formSchema,
            notifyEmail,
            Outcomes.verdicts(type, outcomes),
            proofRequired)
        : this;
  }

  /// Whether an answer must have a comment: its author or its type says so.
  public boolean needsComment() {
    return commentRequired || type.commentRequired();
  }

  /// Whether a positive answer must have evidence: its author or its type says so.
  public boolean needsEvidence() {
    return evidenceRequired || type.evidenceRequired();
  }
}
