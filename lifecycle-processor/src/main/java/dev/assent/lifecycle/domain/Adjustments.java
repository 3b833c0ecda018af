package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Event;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is changed about an intent, or noted on its thread, without touching its plan.
final class Adjustments {
  private Adjustments() {}

  /// Whoever expects another generation has not seen the latest change.
  static Optional<Decision> stale(Known known, Asked asked) {
    return known instanceof Active active
        ? asked
            .expectedGeneration()
            .filter(expected -> expected != active.generation())
            .map(
                expected ->
                    Refusal.of(
                        Code.STALE_GENERATION,
                        "generation " + active.generation() + " of the intent's policy",
                        "the caller knows generation " + expected,
                        Map.of("policy_generation", Integer.toString(active.generation()))))
        : Optional.empty();
  }

  static Decision control(Known known, Asked asked, Command.Control control) {
    Right right =
        switch (control.part()) {
          case CONTROLS -> Right.UPDATE_CONTROLS;
          case POLICY -> Right.UPDATE_POLICY;
        };
    boolean may =
        asked.actor().has(Scope.INITIATOR) || Authority.granted(known, asked.actor(), right);
    if (!may || Authority.denied(known, asked.actor(), right)) {
      return Refusal.notAllowed(
          "a key with the scope INITIATOR, or a grant of " + right + ", and none that denies it",
          asked);
    }
    return switch (known) {
      case Ended ended -> Refusal.ended(ended);
      case Active active ->
          notTheRoot(active, asked)
              .or(() -> outOfBounds(asked, control))
              .orElseGet(() -> changed(active, asked, control));
    };
  }

  private static Decision changed(Active active, Asked asked, Command.Control control) {
    Draft draft = new Draft(active, asked);
    ControlChange change = control.change();
    List<Grant> grants = inForce(active.controls().grants(), change.grants());
    if (grants.size() > Limits.GRANTS_MAX) {
      return Refusal.tooLarge("a policy", Limits.GRANTS_MAX, "grants", grants.size());
    }
    Optional<Instant> deadline =
        Stream.concat(
                change.endsWithin().map(draft::in).stream(),
                change.endsAt().map(Draft::stored).stream())
            .min(Instant::compareTo);
    return Strictness.loosened(active, asked.actor(), change, deadline, grants)
        .orElseGet(
            () ->
                draft
                    .record(
                        new Event.ControlsChanged(
                            control.part(),
                            active.generation() + 1,
                            control.patch(),
                            control.reason(),
                            deadline,
                            change.retriesMax(),
                            change.retryDelay(),
                            grants))
                    .accept());
  }

  private static List<Grant> inForce(List<Grant> before, List<Grant> changes) {
    List<Grant> all = new ArrayList<>(before);
    for (Grant grant : changes) {
      all.removeIf(old -> old.to().equals(grant.to()));
      if (!grant.isEmpty()) {
        all.add(grant);
      }
    }
    return all;
  }

  private static Optional<Decision> outOfBounds(Asked asked, Command.Control control) {
    Bounds bounds = new Bounds();
    bounds.bytes("the change", control.patch(), Limits.CONTROLS_BYTES_MAX);
    bounds.text("reason", control.reason(), 0, Limits.COMMENT_LENGTH_MAX);
    ControlChange change = control.change();
    change.endsWithin().ifPresent(within -> bounds.wait("the time given", within));
    change.endsAt().ifPresent(at -> bounds.deadline(at, asked.at()));
    change.retriesMax().ifPresent(max -> bounds.number("retries", max, 0, Limits.RETRIES_MAX));
    change.retryDelay().ifPresent(delay -> bounds.wait("the retry delay", delay));
    change
        .grants()
        .forEach(grant -> bounds.text("a grant's name", grant.to(), 1, Limits.ADDRESS_LENGTH_MAX));
    return bounds.first().map(Decision.Reject::new);
  }

  /// A note changes nothing but the thread. What it says of messages may be said after the end too:
  /// an inbox must be possible to tidy up.
  static Decision annotate(Known known, Asked asked, ThreadNote note) {
    if (!asked.actor().has(Scope.INITIATOR)
        && !asked.actor().has(Scope.AGENT)
        && !asked.actor().has(Scope.APPROVER)) {
      return Refusal.notAllowed(
          "a key with the scope INITIATOR, AGENT or APPROVER to use an inbox", asked);
    }
    if (known instanceof Ended ended && !tidies(note.kind())) {
      return Refusal.ended(ended);
    }
    return notTheRoot(known, asked)
        .or(() -> insteadOfADecision(known, note))
        .or(() -> outOfBounds(known, note))
        .orElseGet(() -> new Draft(known, asked).record(new Event.ThreadNoted(note)).accept());
  }

  /// Where people are asked, a yes or a no is a decision or nothing: a note would look like one.
  private static Optional<Decision> insteadOfADecision(Known known, ThreadNote note) {
    return note.kind().isAnswer()
            && known instanceof Active active
            && active.origin().plan().asksPeople()
        ? Optional.of(
            Refusal.of(
                Code.NO_OPEN_TASK,
                "an answer to a task of this intent",
                "this is a note, and " + Refusal.doing(active)))
        : Optional.empty();
  }

  private static boolean tidies(ThreadNote.Kind kind) {
    return switch (kind) {
      case READ, DELETE_FOR_SELF, DELETE_FOR_ALL -> true;
      case REPLY, DELEGATE, APPROVE, REJECT, COMPLETION -> false;
    };
  }

  private static Optional<Decision> outOfBounds(Known known, ThreadNote note) {
    Bounds bounds = new Bounds();
    bounds.text("owner_agent", note.owner(), 1, Limits.ADDRESS_LENGTH_MAX);
    bounds.text("the note", note.text(), 0, Limits.NOTE_LENGTH_MAX);
    note.to().ifPresent(to -> bounds.text("the other side", to, 1, Limits.ADDRESS_LENGTH_MAX));
    bounds.number("messages", note.seqs().size(), 0, Limits.DELETED_NOTES_MAX);
    bounds.number("the intent's facts", known.lastSeq(), 1, Limits.NOTED_SEQ_MAX);
    if (note.kind() == ThreadNote.Kind.COMPLETION) {
      bounds.outside("a note of a client", "a completion is noted by its intent's end only");
    }
    return bounds.first().map(Decision.Reject::new);
  }

  private static Optional<Decision> notTheRoot(Known known, Asked asked) {
    return asked.target().isRoot()
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                Code.NOT_ALLOWED,
                "the intent " + known.id(),
                "this is the id of one of its steps",
                Map.of("intent_id", known.id().toString())));
  }
}
