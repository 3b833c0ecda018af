package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.None;
import java.util.Optional;

/// The beginning of an intent.
final class Submissions {
  private Submissions() {}

  static Decision decide(Intent intent, Asked asked, Command.Submit submit, FormRules forms) {
    if (!mayBegin(asked.actor(), submit)) {
      return Refusal.notAllowed(
          "a key with the scope INITIATOR, or SUBMITTER in its owner's own name, to submit an"
              + " intent from '"
              + submit.from()
              + "'",
          asked);
    }
    if (!asked.target().isRoot()) {
      return Refusal.unknown(asked);
    }
    return switch (intent) {
      case Known known -> again(known, asked);
      case None none ->
          outOfBounds(asked, submit, forms).orElseGet(() -> begin(new Draft(none, asked), submit));
    };
  }

  /// An agent submits as the agent it is, never in another's name.
  private static boolean mayBegin(Principal actor, Command.Submit submit) {
    return actor.has(Scope.INITIATOR)
        || (actor.has(Scope.SUBMITTER) && submit.from().equals(actor.id()));
  }

  /// The id of a keyed submission is made of its key, so the same key meets the same intent.
  private static Decision again(Known known, Asked asked) {
    Optional<Memory.Answer> first = known.memory().submission();
    boolean same =
        asked.body().isPresent()
            && first.map(Memory.Answer::body).equals(asked.body())
            && known.workspace().equals(Optional.of(asked.actor().workspace()));
    if (!same) {
      return Refusal.of(
          Code.IDEMPOTENCY_CONFLICT,
          "a new intent, or the very request that began this one",
          "the idempotency key has been used with another request");
    }
    return Decision.again(known, asked, first.get());
  }

  private static Decision begin(Draft draft, Command.Submit submit) {
    draft.record(
        new Event.IntentCreated(
            draft.asked().actor().workspace(),
            submit.intentType(),
            submit.correlationId(),
            submit.from(),
            submit.to(),
            submit.payload(),
            submit.replyTo(),
            submit.deadlineAt().map(Draft::stored),
            submit.plan()));
    draft.record(new Event.IntentSubmitted(draft.asked().advice()));
    return Steps.begin(draft, Steps.of(draft, submit.plan().entry())).accept();
  }

  private static Optional<Decision> outOfBounds(
      Asked asked, Command.Submit submit, FormRules forms) {
    Bounds bounds = new Bounds();
    bounds.text("intent_type", submit.intentType(), 1, Limits.NAME_LENGTH_MAX);
    bounds.text("correlation_id", submit.correlationId(), 0, Limits.NAME_LENGTH_MAX);
    bounds.text("from_agent", submit.from(), 0, Limits.ADDRESS_LENGTH_MAX);
    bounds.text("to_agent", submit.to(), 0, Limits.ADDRESS_LENGTH_MAX);
    submit.replyTo().ifPresent(to -> bounds.text("reply_to", to, 0, Limits.ADDRESS_LENGTH_MAX));
    bounds.bytes("payload", submit.payload(), Limits.PAYLOAD_BYTES_MAX);
    submit.deadlineAt().ifPresent(at -> bounds.deadline(at, asked.at()));
    bounds.plan(submit.plan(), forms);
    return bounds.first().map(Decision.Reject::new);
  }
}
