package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.AuditRecord;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Hash;
import dev.assent.contract.Limits;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.StepId;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.util.Optional;

/// What goes into the audit trail: one record for each decision of a person, and one for each that
/// was refused, whatever the reason. A repeated request whose answer is only repeated has its
/// record already.
public final class Audit {
  private Audit() {}

  /// @param before the state the command met
  public static Optional<AuditRecord> of(Intent before, Asked asked, Decision decision) {
    if (!(asked.command() instanceof Command.Decide answer)) {
      return Optional.empty();
    }
    return switch (decision) {
      case Decision.Accept accept -> Optional.of(decided(before, asked, answer, accept.happened()));
      case Decision.Reject reject ->
          Optional.of(refused(before, asked, answer, reject.rejection()));
      case Decision.Again _, Decision.Forget _ -> Optional.empty();
    };
  }

  private static AuditRecord decided(
      Intent before, Asked asked, Command.Decide answer, Happened happened) {
    for (int i = 0; i < happened.events().size(); i++) {
      if (happened.events().get(i) instanceof Event.TaskDecided fact) {
        return new AuditRecord(
            asked.commandId(),
            happened.at(),
            happened.intent(),
            happened.workspace(),
            Optional.of(fact.step()),
            Optional.of(happened.firstSeq() + i),
            asked.actor(),
            asked.door(),
            Optional.of(fact.version()),
            Optional.of(answer.shown().orElse(fact.content())),
            fact.outcome(),
            fact.comment(),
            fact.onBehalfOf(),
            policy(before),
            Optional.empty(),
            Optional.empty());
      }
    }
    throw new IllegalStateException("expected a decision among " + happened);
  }

  private static AuditRecord refused(
      Intent before, Asked asked, Command.Decide answer, Rejection rejection) {
    Optional<OpenTask> open =
        before instanceof Waiting waiting ? Optional.of(waiting.task()) : Optional.empty();
    Optional<StepId> step = open.map(OpenTask::step);
    Optional<Integer> version = answer.version().or(() -> open.map(OpenTask::version));
    Optional<Hash> shown = answer.shown();
    return new AuditRecord(
        asked.commandId(),
        Draft.stored(asked.at()),
        asked.target().root(),
        before.workspace().orElse(asked.actor().workspace()),
        step,
        Optional.empty(),
        asked.actor(),
        asked.door(),
        version,
        shown,
        cut(answer.outcome(), Limits.OUTCOME_LENGTH_MAX),
        cut(answer.comment(), Limits.COMMENT_LENGTH_MAX),
        answer.onBehalfOf().map(other -> cut(other, Limits.NAME_LENGTH_MAX)),
        policy(before),
        Optional.of(rejection),
        Optional.empty());
  }

  private static Optional<Plan.PolicyRef> policy(Intent before) {
    return before instanceof Known known ? known.policy() : Optional.empty();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
