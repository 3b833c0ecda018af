package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.content.Results;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a plan goes on: a step begins, and where its success or failure leads.
final class Steps {
  private Steps() {}

  /// Begins a new run of the step.
  static Draft begin(Draft draft, Step step) {
    int ordinal = draft.nextRun();
    if (ordinal > Limits.STEP_RUNS_MAX) {
      return draft.record(
          new Event.IntentFailed(
              "too_many_runs",
              "expected at most "
                  + Limits.STEP_RUNS_MAX
                  + " runs of steps, but the plan goes on with '"
                  + step.id()
                  + "'",
              Json.EMPTY));
    }
    return switch (step) {
      case Step.Agent agent -> draft.record(delivered(draft, agent, ordinal));
      case Step.Human human -> draft.record(Tasks.opened(draft, human, ordinal));
      case Step.Delay delay ->
          draft.record(
              new Event.DelayStarted(
                  delay.id(), ordinal, delay.reason(), draft.in(delay.duration())));
      case Step.Notification note -> {
        draft.record(requested(draft, note, ordinal));
        yield succeed(draft, note, lastResult(draft));
      }
    };
  }

  /// Goes on after a step's success.
  ///
  /// @param result what the step came to: the intent's result, if it was the last
  static Draft succeed(Draft draft, Step step, Json result) {
    return step.onSuccess()
        .flatMap(draft.plan()::step)
        .or(() -> draft.plan().after(step.id()))
        .map(next -> begin(draft, next))
        .orElseGet(() -> draft.record(new Event.IntentCompleted(result, Optional.empty())));
  }

  /// Goes on after a step's failure.
  ///
  /// @param end the fact that ends the intent, when the plan names no step for this
  static Draft fail(Draft draft, Step step, Event end) {
    return step.onFailure()
        .flatMap(draft.plan()::step)
        .map(next -> begin(draft, next))
        .orElseGet(() -> draft.record(end));
  }

  private static Event.StepDelivered delivered(Draft draft, Step.Agent step, int ordinal) {
    return new Event.StepDelivered(
        step.id(),
        ordinal,
        step.agent(),
        step.topic(),
        content(draft.active().origin(), draft.active().progress(), step),
        1,
        redeliverAt(draft, step, 1),
        step.deadline().map(draft::in));
  }

  /// The same delivery once more, of a run whose agent was not heard of.
  static Event.StepDelivered deliveredAgain(Draft draft, Step.Agent step, Work.AgentRun run) {
    int attempt = run.attempt() + 1;
    return new Event.StepDelivered(
        step.id(),
        run.ordinal(),
        step.agent(),
        step.topic(),
        content(draft.active().origin(), draft.active().progress(), step),
        attempt,
        redeliverAt(draft, step, attempt),
        run.deadlineAt());
  }

  /// Only a topic is written again: who listens through a gateway sees the delivery until it is
  /// answered.
  private static Optional<Instant> redeliverAt(Draft draft, Step.Agent step, int attempt) {
    List<Duration> waits = Limits.REDELIVERY_WAITS;
    return step.topic() && attempt < step.deliveriesMax()
        ? Optional.of(draft.in(waits.get(Math.min(attempt, waits.size()) - 1)))
        : Optional.empty();
  }

  /// The id under which the agent sees this run: its step intent's, or the intent's own.
  static IntentId shownTo(Origin origin, int ordinal) {
    return origin.plan().plain() ? origin.id() : origin.id().step(ordinal);
  }

  static Step of(Draft draft, StepId id) {
    return draft
        .plan()
        .step(id)
        .orElseThrow(() -> new IllegalStateException("no step '" + id + "' in " + draft.plan()));
  }

  /// What the intent has come to so far: the result of the step that finished last.
  static Json lastResult(Draft draft) {
    List<StepResult> results = draft.active().progress().results();
    return results.isEmpty() ? Json.EMPTY : results.getLast().result();
  }

  /// What an agent gets: the payload itself when the intent is plain, else the payload and all it
  /// may need to know of the plan so far.
  private static Json content(Origin origin, Progress progress, Step.Agent step) {
    if (origin.plan().plain()) {
      return origin.payload();
    }
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("parent_payload", origin.payload());
    members.put("parent_intent_id", Json.string(origin.id().toString()));
    members.put("step_id", Json.string(step.id().value()));
    members.put("input", step.input());
    members.put("results", Results.json(progress.results()));
    progress
        .rework()
        .filter(rework -> rework.agentStep().equals(step.id()))
        .ifPresent(rework -> members.put("rework", rework.note()));
    return Json.object(members);
  }

  /// `{{intent_id}}` in subject and body stands for the intent's id (contract section 4.1).
  private static Event.NotificationRequested requested(
      Draft draft, Step.Notification note, int ordinal) {
    String id = draft.active().id().toString();
    return new Event.NotificationRequested(
        note.id(),
        ordinal,
        note.channels(),
        note.to(),
        note.subject().replace("{{intent_id}}", id),
        note.body().replace("{{intent_id}}", id));
  }
}
