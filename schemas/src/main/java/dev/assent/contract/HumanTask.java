package dev.assent.contract;

import java.util.List;
import java.util.Optional;

/// What a person is asked (contract section 5.1).
///
/// @param outcomes what may be answered; never empty (a type's own outcomes when the author named
///   none)
/// @param assignees who may decide; empty means every approver of the workspace
/// @param formSchema a JSON Schema (2020-12) that the answer's data must satisfy
/// @param notifyEmail where the author wants the person told, besides the inbox
public record HumanTask(
    TaskType type,
    String title,
    String description,
    List<String> outcomes,
    boolean commentRequired,
    boolean evidenceRequired,
    List<Assignee> assignees,
    Optional<Json> formSchema,
    Optional<String> notifyEmail) {

  public HumanTask {
    outcomes = outcomes.isEmpty() ? type.outcomes() : List.copyOf(outcomes);
    assignees = List.copyOf(assignees);
  }

  public boolean mayBeDecidedBy(Principal principal) {
    return assignees.isEmpty() || assignees.stream().anyMatch(a -> a.covers(principal));
  }
}
