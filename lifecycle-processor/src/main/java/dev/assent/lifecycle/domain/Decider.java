package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Known;
import java.util.Optional;

/// What comes of a command in a state: every rule begins here. Pure and total: it reads no clock,
/// and whatever a user can cause is answered with a [Decision], never with an exception.
public final class Decider {
  private final FormRules forms;
  private final Answers answers;

  public Decider(FormRules forms) {
    this.forms = forms;
    this.answers = new Answers(forms);
  }

  public Decision decide(Intent intent, Asked asked) {
    if (!Limits.isTime(asked.at())) {
      return Refusal.of(
          Code.OUT_OF_BOUNDS,
          "a command asked between " + Limits.TIME_MIN + " and " + Limits.TIME_MAX,
          "it was asked at " + asked.at());
    }
    return Numbers.outOfBounds(asked.command()).orElseGet(() -> decideInBounds(intent, asked));
  }

  private Decision decideInBounds(Intent intent, Asked asked) {
    return switch (asked.command()) {
      case Command.Submit submit -> Submissions.decide(intent, asked, submit, forms);
      case Command.FireTimer fire -> Firing.decide(intent, asked, fire.timer());
      case Command.Report _,
          Command.Decide _,
          Command.HandOff _,
          Command.Resolve _,
          Command.Control _,
          Command.Annotate _ ->
          intent instanceof Known known && visible(known, asked)
              ? again(known, asked)
                  .or(() -> Adjustments.stale(known, asked))
                  .orElseGet(() -> decideKnown(known, asked))
              : Refusal.unknown(asked);
    };
  }

  private Decision decideKnown(Known known, Asked asked) {
    return switch (asked.command()) {
      case Command.Report report -> Reports.decide(known, asked, report);
      case Command.Decide answer -> answers.decide(known, asked, answer);
      case Command.HandOff handOff -> Interventions.handOff(known, asked, handOff);
      case Command.Resolve resolve -> Interventions.resolve(known, asked, resolve);
      case Command.Control control -> Adjustments.control(known, asked, control);
      case Command.Annotate annotate -> Adjustments.annotate(known, asked, annotate.note());
      case Command.Submit _, Command.FireTimer _ ->
          throw new IllegalStateException("decided before: " + asked.command());
    };
  }

  /// Nothing of one workspace is visible in another.
  private static boolean visible(Known known, Asked asked) {
    return known.workspace().equals(Optional.of(asked.actor().workspace()));
  }

  /// A keyed command that was accepted before gets the same answer, and nothing happens twice.
  private static Optional<Decision> again(Known known, Asked asked) {
    if (asked.body().isEmpty()) {
      return Optional.empty();
    }
    return known
        .memory()
        .answerTo(asked.commandId())
        .map(
            answer ->
                answer.body().equals(asked.body().get())
                    ? Decision.again(known, asked, answer)
                    : Refusal.of(
                        Code.IDEMPOTENCY_CONFLICT,
                        "the request that the idempotency key was used with before",
                        "this is another"));
  }
}
