package dev.assent.contract;

import java.time.Instant;
import java.util.Optional;

/// One decision, or one refused decision: who, how authenticated, through which door, when, what
/// they were shown, what they answered. Written in the same transaction as the fact (DESIGN section
/// 12).
///
/// @param seq of the decision's fact in the intent's history; absent for a refusal
/// @param shown the hash the person's client sent; for a decision without one, the task's own
/// @param refused why; absent for a decision
/// @param change present where it is no decision but a change of what a workspace asks for
public record AuditRecord(
    CommandId commandId,
    Instant at,
    IntentId intent,
    Workspace workspace,
    Optional<StepId> step,
    Optional<Integer> seq,
    Principal who,
    Door door,
    Optional<Integer> taskVersion,
    Optional<Hash> shown,
    String outcome,
    String comment,
    Optional<String> onBehalfOf,
    Optional<Plan.PolicyRef> policy,
    Optional<Rejection> refused,
    Optional<Change> change) {

  /// What a record says of a change in a workspace: there is no intent, so its id is all zeros.
  ///
  /// @param policy the policy as it is now, where it is one
  public static AuditRecord of(
      Change change,
      CommandId id,
      Instant at,
      Principal who,
      Door door,
      Optional<Plan.PolicyRef> policy) {
    return new AuditRecord(
        id,
        at,
        IntentId.NONE,
        who.workspace(),
        Optional.empty(),
        Optional.empty(),
        who,
        door,
        Optional.empty(),
        Optional.empty(),
        change.outcome(),
        change.reason(),
        Optional.empty(),
        policy,
        Optional.empty(),
        Optional.of(change));
  }
}
