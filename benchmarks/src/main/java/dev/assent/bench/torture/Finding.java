package dev.assent.bench.torture;

import dev.assent.contract.id.IntentId;

/// A broken promise.
///
/// @param what a sentence for the person who has to find the cause
public record Finding(Kind kind, IntentId intent, String what) {
  public enum Kind {
    /// Acknowledged, but there is no such fact.
    LOST_SUBMIT,
    LOST_REPORT,
    LOST_DECISION,
    /// Done more than once.
    SUBMITTED_TWICE,
    REPORTED_TWICE,
    DECIDED_TWICE,
    /// One idempotency key, two intents.
    KEY_TWICE,
    /// Refused, and yet it was done.
    REFUSED_BUT_DONE,
    /// Refused with a reason that no client of the run gave cause for.
    REFUSED_UNJUSTLY,
    /// The brokers have a request's record, and there is no answer to it.
    UNANSWERED,
    /// More answers to a request than records of it.
    OVERANSWERED,
    /// A command that somebody waits for is on its topic, and there is no answer to it.
    COMMAND_UNANSWERED,
    /// A record that could not be read or carried out, and that no hostile neighbour wrote.
    DEAD_LETTER,
    /// The broker took a neighbour's record, and its dead letter is missing or gives no cause.
    POISON_UNTOLD,
    /// More dead letters of a neighbour's record than there can be.
    POISON_TOLD_TWICE,
    /// A poison answer that was carried out, or answered as if it could be.
    POISON_NOT_REFUSED,
    /// A connection with half a request that nobody closed in time.
    HELD_TOO_LONG,
    /// A door answered 500, not 503.
    BROKE_DOWN,
    /// A client asked again and again, and gave up.
    UNHEARD,
    /// A question, a reminder or a decision, and nobody was told of it.
    NOT_TOLD,
    /// A step was handed out, and there is no record on its agent's topic.
    NOT_DELIVERED,
    DELIVERED_TWICE,
    /// A record on an agent's topic for a step that nobody handed out.
    DELIVERY_WITHOUT_STEP,
    /// A record that says something else than the fact it tells of.
    DELIVERY_CHANGED,
    /// A later attempt before an earlier one.
    DELIVERED_OUT_OF_ORDER,
    /// Two decisions of one task version.
    TWO_WINNERS,
    /// A decision after which nothing follows in the same record.
    NOT_RESUMED,
    DECISION_WITHOUT_AUDIT,
    AUDIT_WITHOUT_DECISION,
    AUDITED_TWICE,
    SEQ_GAP,
    SEQ_TWICE,
    COMMAND_TWICE,
    FACT_WITHOUT_ANSWER,
    ANSWER_WITHOUT_FACT,
    ANSWERED_TWICE,
    /// A timer that is due and did not fire.
    TIMER_LOST,
    TIMER_EARLY,
    TIMER_TWICE,
    AFTER_THE_END,
    /// Neither over nor waiting for anything that is due some time.
    STUCK
  }

  @Override
  public String toString() {
    return kind + " " + intent + ": " + what;
  }
}
