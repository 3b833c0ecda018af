package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Event;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Timer;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;

/// What a due timer brings about. Only a timer that the state still has, and that is due, does
/// anything; a late one does it once, and what follows is counted from the time it fired.
final class Firing {
  private Firing() {}

  static Decision decide(Intent intent, Asked asked, Timer timer) {
    if (!Timers.of(intent).contains(timer)) {
      return Refusal.of(
          Code.STALE_TIMER, "one of " + Timers.of(intent), "the timer that fired is " + timer);
    }
    if (asked.at().isBefore(timer.due())) {
      return Refusal.of(Code.STALE_TIMER, "no firing before " + timer.due(), "it is " + asked.at());
    }
    Draft draft = new Draft(intent, asked);
    return switch (timer.kind()) {
      case REDELIVERY -> redelivered(draft, agentRun(intent)).accept();
      case RETRY -> Steps.begin(draft, Steps.of(draft, retry(intent).step())).accept();
      case STEP_DEADLINE -> timedOut(draft, agentRun(intent)).accept();
      case REMINDER -> Tasks.remind(draft, waiting(intent)).accept();
      case ESCALATION -> Tasks.escalate(draft, waiting(intent)).accept();
      case TASK_DEADLINE -> Tasks.expire(draft, waiting(intent)).accept();
      case DELAY -> elapsed(draft, delay(intent)).accept();
      case INTENT_DEADLINE ->
          draft
              .record(new Event.IntentTimedOut("intent_deadline", deadline((Active) intent)))
              .accept();
      case RETIREMENT -> new Decision.Forget();
    };
  }

  private static String deadline(Active active) {
    return "the intent's deadline passed while " + Refusal.doing(active);
  }

  private static Draft redelivered(Draft draft, Work.AgentRun run) {
    return draft.record(Steps.deliveredAgain(draft, (Step.Agent) Steps.of(draft, run.step()), run));
  }

  private static Draft timedOut(Draft draft, Work.AgentRun run) {
    draft.record(new Event.StepTimedOut(run.step(), run.ordinal()));
    return Steps.fail(
        draft,
        Steps.of(draft, run.step()),
        new Event.IntentTimedOut(
            "step_timeout", run.agent() + " did not finish step '" + run.step() + "' in time"));
  }

  private static Draft elapsed(Draft draft, Work.Delay delay) {
    draft.record(new Event.DelayElapsed(delay.step(), delay.ordinal()));
    return Steps.succeed(draft, Steps.of(draft, delay.step()), Steps.lastResult(draft));
  }

  private static Waiting waiting(Intent intent) {
    if (intent instanceof Waiting waiting) {
      return waiting;
    }
    throw unexpected("an open task", intent);
  }

  private static Work.AgentRun agentRun(Intent intent) {
    if (intent instanceof Running running && running.work() instanceof Work.AgentRun run) {
      return run;
    }
    throw unexpected("an agent's run", intent);
  }

  private static Work.Retry retry(Intent intent) {
    if (intent instanceof Running running && running.work() instanceof Work.Retry retry) {
      return retry;
    }
    throw unexpected("a retry", intent);
  }

  private static Work.Delay delay(Intent intent) {
    if (intent instanceof Running running && running.work() instanceof Work.Delay delay) {
      return delay;
    }
    throw unexpected("a delay", intent);
  }

  private static IllegalStateException unexpected(String expected, Intent intent) {
    return new IllegalStateException("expected " + expected + ", but got " + intent);
  }
}
