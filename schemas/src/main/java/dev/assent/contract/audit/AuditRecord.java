package dev.assent.contract.audit;

import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.Optional;

/// What became of a question put to people: it was decided, somebody's answer to it was refused, or
/// it ended without an answer. Who, how authenticated, through which door, when. Written in the
/// same transaction as the fact (DESIGN section 12). What was open is kept apart from what the
/// person's client says it had shown: the one is never filled in from the other (ADR 0028).
///
/// @param step of the task that was open, as are `taskVersion` and `content`, the hash of what a
///   client can show of it; absent when none was
/// @param shown what came with the answer; absent where there was no answer, and in a decision's
///   record from before the two were kept apart
/// @param seq of the fact in the intent's history; absent for a refusal
/// @param outcome what was answered; empty where nobody did
/// @param comment what the person wrote, or the reason for the end
/// @param cause a stable word for an end without an answer, for example `canceled`,
///   `intent_deadline` or `time_out`; of what is refused and is no answer, `resolve` (an end) or
///   `forged` (a record that no door made); empty otherwise
/// @param refused why; present exactly for a refusal
/// @param change present exactly where it is no question but a change of what a workspace asks for
/// @param question what was open; absent when nothing was, and in records from before it was told
public record AuditRecord(
    CommandId commandId,
    Instant at,
    IntentId intent,
    Workspace workspace,
    What what,
    Optional<StepId> step,
    Optional<Integer> taskVersion,
    Optional<Hash> content,
    Optional<Shown> shown,
    Optional<Integer> seq,
    Principal who,
    Door door,
    String outcome,
    String comment,
    Optional<String> onBehalfOf,
    Optional<Plan.PolicyRef> policy,
    String cause,
    Optional<Rejection> refused,
    Optional<Change> change,
    Optional<Question> question) {

  /// The question in words, so that the trail says without the intent what somebody decided.
  ///
  /// @param requester who asked for the intent, as its request named them
  /// @param target whom the intent is addressed to; empty where an earlier release took it
  /// @param title as people were shown it
  public record Question(String requester, String target, String title) {}

  /// What became of the question, or of what else was asked.
  public enum What {
    /// A person decided it.
    DECIDED,
    /// What was asked is refused, and the question is as open as before.
    REFUSED,
    /// Its own time was over and nobody had decided.
    EXPIRED,
    /// Its intent ended first: canceled, failed or out of time.
    WITHDRAWN,
    /// An administrator completed its intent; nobody decided.
    RESOLVED,
    /// A policy or a setting of a workspace was changed.
    CHANGED
  }

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
        What.CHANGED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        who,
        door,
        change.outcome(),
        change.reason(),
        Optional.empty(),
        policy,
        "",
        Optional.empty(),
        Optional.of(change),
        Optional.empty());
  }
}
