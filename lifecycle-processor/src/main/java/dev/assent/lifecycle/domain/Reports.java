package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.Running;
import java.util.Map;
import java.util.Optional;

/// What an agent reports on its step.
final class Reports {
  private Reports() {}

  static Decision decide(Known known, Asked asked, Command.Report report) {
    Principal actor = asked.actor();
    boolean agent = actor.kind() == Principal.Kind.AGENT && actor.has(Scope.AGENT);
    boolean granted = Authority.granted(known, actor, Right.RESUME);
    if ((!agent && !granted && !actor.has(Scope.ADMIN))
        || Authority.denied(known, actor, Right.RESUME)) {
      return Refusal.notAllowed(
          "an agent's key, or a grant, to report on an agent's step, and none that denies it",
          asked);
    }
    return switch (known) {
      case Ended ended -> Refusal.ended(ended);
      case Active active ->
          noStep(active, asked)
              .orElseGet(() -> reportOn((Running) active, agentRun(active), asked, report));
    };
  }

  /// Why the reported run is not the one under way. A report on the intent itself counts only when
  /// it is plain: on any other, a late duplicate could complete a later step.
  private static Optional<Decision> noStep(Active active, Asked asked) {
    int ordinal = asked.target().ordinal();
    if (ordinal > active.progress().runs()) {
      return Optional.of(Refusal.unknown(asked));
    }
    boolean here = active instanceof Running r && r.work() instanceof Work.AgentRun;
    if (here && (ordinal == agentRun(active).ordinal() || (ordinal == 0 && plain(active)))) {
      return Optional.empty();
    }
    if (ordinal == 0 && here) {
      String step = active.id().step(agentRun(active).ordinal()).toString();
      return Optional.of(
          Refusal.of(
              Code.NO_AGENT_STEP,
              "a report on the step intent " + step,
              "this is the intent it belongs to",
              Map.of("step_intent_id", step)));
    }
    return Optional.of(
        ordinal == 0 || ordinal == taskRun(active)
            ? Refusal.of(Code.NO_AGENT_STEP, "an agent's step under way", Refusal.doing(active))
            : Refusal.of(
                Code.STEP_OVER,
                "a run of a step that is under way",
                "run " + ordinal + " is over and " + Refusal.doing(active)));
  }

  private static Decision reportOn(
      Running running, Work.AgentRun run, Asked asked, Command.Report report) {
    if (!speaksFor(asked.actor(), run)
        && !Authority.granted(running, asked.actor(), Right.RESUME)) {
      return Refusal.of(
          Code.WRONG_AGENT, run.agent().toString(), "this is '" + asked.actor().id() + "'");
    }
    if (report.body().bytes() > Limits.BODY_BYTES_MAX) {
      return Refusal.tooLarge("a report", Limits.BODY_BYTES_MAX, "bytes", report.body().bytes());
    }
    Draft draft = new Draft(running, asked);
    return switch (report.kind()) {
      case ACKNOWLEDGE ->
          run.acknowledged()
              ? Decision.asItIs(running, asked)
              : draft.record(new Event.StepAcknowledged(run.step(), run.ordinal())).accept();
      case PROGRESS ->
          draft.record(new Event.StepProgressed(run.step(), run.ordinal(), report.body())).accept();
      case COMPLETE -> {
        draft.record(new Event.StepCompleted(run.step(), run.ordinal(), report.body()));
        yield Steps.succeed(draft, Steps.of(draft, run.step()), report.body()).accept();
      }
      case FAIL -> failed(draft, run, report);
    };
  }

  private static Decision failed(Draft draft, Work.AgentRun run, Command.Report report) {
    Step step = Steps.of(draft, run.step());
    Controls controls = draft.active().controls();
    boolean again = step instanceof Step.Agent agent && run.retries() < controls.retriesMax(agent);
    String reason = cut(report.reason());
    draft.record(
        new Event.StepFailed(
            run.step(),
            run.ordinal(),
            reason,
            report.body(),
            step instanceof Step.Agent agent && again
                ? Optional.of(draft.in(controls.retryDelay(agent)))
                : Optional.empty()));
    return again
        ? draft.accept()
        : Steps.fail(draft, step, new Event.IntentFailed("step_failed", reason, report.body()))
            .accept();
  }

  /// An agent speaks for its own address. An id that ends in `/*` speaks for every agent that works
  /// for an intent of its workspace, wherever the agent's address is: such intents are all that a
  /// key of the workspace can see.
  static boolean speaksFor(Principal actor, Work.AgentRun run) {
    return actor.has(Scope.ADMIN)
        || actor.id().equals(run.agent().toString())
        || actor.id().equals("agent://" + actor.workspace() + "/*");
  }

  private static boolean plain(Active active) {
    return active.origin().plan().plain();
  }

  private static int taskRun(Active active) {
    return active instanceof Intent.Waiting waiting ? waiting.task().ordinal() : 0;
  }

  private static Work.AgentRun agentRun(Active active) {
    if (active instanceof Running running && running.work() instanceof Work.AgentRun run) {
      return run;
    }
    throw new IllegalStateException("expected an agent's run, but " + Refusal.doing(active));
  }

  /// The whole text is in the report's body.
  private static String cut(String reason) {
    return reason.length() <= Limits.COMMENT_LENGTH_MAX
        ? reason
        : reason.substring(0, Limits.COMMENT_LENGTH_MAX - 1) + "…";
  }
}
