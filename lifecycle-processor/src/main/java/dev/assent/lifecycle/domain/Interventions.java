package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Status;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.util.Map;
import java.util.Optional;

/// What is done to an intent from outside its plan: it is ended, or handed over.
final class Interventions {
  private Interventions() {}

  static Decision resolve(Known known, Asked asked, Command.Resolve resolve) {
    if (!mayEnd(known, asked.actor())) {
      return Refusal.notAllowed(
          "a key with the scope INITIATOR, or that of the agent that began the intent or does its"
              + " one step, to end an intent",
          asked);
    }
    return switch (known) {
      case Ended ended -> Refusal.ended(ended);
      case Active active -> {
        if (!asked.target().isRoot()) {
          yield Refusal.of(
              Code.NOT_ALLOWED,
              "the intent " + active.id() + " to be ended",
              "this is the id of one of its steps",
              Map.of("intent_id", active.id().toString()));
        }
        if (resolve.body().bytes() > Limits.BODY_BYTES_MAX) {
          yield Refusal.tooLarge(
              "a result", Limits.BODY_BYTES_MAX, "bytes", resolve.body().bytes());
        }
        if (resolve.reason().length() > Limits.COMMENT_LENGTH_MAX) {
          yield Refusal.tooLarge(
              "a reason", Limits.COMMENT_LENGTH_MAX, "characters", resolve.reason().length());
        }
        yield overAQuestion(active, asked, resolve)
            .orElseGet(() -> new Draft(active, asked).record(end(resolve)).accept());
      }
    };
  }

  /// An agent's own key ends what its agent began, and the plain intent that its agent works for.
  private static boolean mayEnd(Known known, Principal actor) {
    if (actor.has(Scope.INITIATOR)) {
      return true;
    }
    return actor.has(Scope.SUBMITTER)
        && switch (known) {
          case Ended _ -> true; // told below that it is over
          case Active active ->
              active.origin().from().equals(actor.id())
                  || (isPlainFor(active, actor) && !Authority.denied(active, actor, Right.RESUME));
        };
  }

  private static boolean isPlainFor(Active active, Principal actor) {
    Plan plan = active.origin().plan();
    return plan.plain()
        && plan.steps().getFirst() instanceof Plan.Step.Agent step
        && step.agent().toString().equals(actor.id());
  }

  /// Completing an intent passes the questions that are open or still to come: nobody's right but
  /// an administrator's, and never told as a decision. Giving it up passes nothing.
  private static Optional<Decision> overAQuestion(
      Active active, Asked asked, Command.Resolve resolve) {
    if (resolve.status() != Status.COMPLETED || asked.actor().has(Scope.ADMIN)) {
      return Optional.empty();
    }
    return active.origin().plan().ahead(step(active)).stream()
        .filter(Plan.Step.Human.class::isInstance)
        .findFirst()
        .map(
            question ->
                Refusal.of(
                    Code.NOT_ALLOWED,
                    "a key with the scope ADMIN to complete an intent that has people asked"
                        + " (whoever began it may cancel it or let it fail)",
                    "step '" + question.id() + "' has nobody's decision yet",
                    Map.of("step_id", question.id().value())));
  }

  private static StepId step(Active active) {
    return switch (active) {
      case Waiting waiting -> waiting.task().step();
      case Running running ->
          switch (running.work()) {
            case Work.AgentRun run -> run.step();
            case Work.Retry retry -> retry.step();
            case Work.Delay delay -> delay.step();
            case Work.Between _ ->
                throw new IllegalStateException("nothing is under way in " + active.id());
          };
    };
  }

  private static Event end(Command.Resolve resolve) {
    return switch (resolve.status()) {
      case COMPLETED -> new Event.IntentCompleted(resolve.body(), Optional.of(resolve.reason()));
      case FAILED -> new Event.IntentFailed(Evolution.RESOLVED, resolve.reason(), resolve.body());
      case CANCELED -> new Event.IntentCanceled(resolve.reason());
      case CREATED, SUBMITTED, DELIVERED, ACKNOWLEDGED, IN_PROGRESS, WAITING, TIMED_OUT ->
          throw new IllegalStateException("Resolve does not take " + resolve.status());
    };
  }

  /// Goes on record while an agent's step is under way, and completes nothing. Never where people
  /// are asked: what looks like an approval must not pass their gate.
  static Decision handOff(Known known, Asked asked, Command.HandOff handOff) {
    Principal actor = asked.actor();
    boolean may =
        actor.has(Scope.INITIATOR)
            || actor.has(Scope.APPROVER)
            || actor.has(Scope.AGENT)
            || Authority.granted(known, actor, Right.RESUME);
    if (!may || Authority.denied(known, actor, Right.RESUME)) {
      return Refusal.notAllowed(
          "a key with the scope INITIATOR, APPROVER or AGENT, or a grant, to hand an intent over,"
              + " and none that denies it",
          asked);
    }
    return switch (known) {
      case Ended ended -> Refusal.ended(ended);
      case Active active ->
          active instanceof Running running && running.work() instanceof Work.AgentRun run
              ? handOver(active, run, asked, handOff)
              : Refusal.of(
                  Code.NO_AGENT_STEP, "an agent's step to hand over", Refusal.doing(active));
    };
  }

  private static Decision handOver(
      Active active, Work.AgentRun run, Asked asked, Command.HandOff handOff) {
    int ordinal = asked.target().ordinal();
    if (ordinal != 0 && ordinal != run.ordinal()) {
      return Refusal.of(
          Code.STEP_OVER, "the run of a step that is under way", Refusal.doing(active));
    }
    if (asked.actor().kind() == Principal.Kind.AGENT
        && !Reports.speaksFor(asked.actor(), run)
        && !Authority.granted(active, asked.actor(), Right.RESUME)) {
      return Refusal.of(
          Code.WRONG_AGENT, run.agent().toString(), "this is '" + asked.actor().id() + "'");
    }
    int length = Math.max(handOff.reason().length(), handOff.nextHandler().orElse("").length());
    return length > Limits.COMMENT_LENGTH_MAX
        ? Refusal.tooLarge("a reason", Limits.COMMENT_LENGTH_MAX, "characters", length)
        : new Draft(active, asked)
            .record(new Event.HandedOff(handOff.reason(), handOff.nextHandler()))
            .accept();
  }
}
