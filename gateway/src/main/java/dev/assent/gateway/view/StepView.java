package dev.assent.gateway.view;

import dev.assent.contract.Event.StepDelivered;
import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of an agent's step, as the agent sees it: an intent of its own, with its own history.
///
/// @param content the payload the agent gets
/// @param attempt how often it has been delivered
public record StepView(
    IntentId id,
    StepId step,
    AgentAddress agent,
    Json content,
    Instant createdAt,
    Instant updatedAt,
    Status status,
    int attempt,
    Optional<Instant> deadlineAt,
    Optional<Json> result,
    Optional<String> reason,
    List<HistoryEvent> events) {
  public StepView {
    events = List.copyOf(events);
  }

  static StepView delivered(IntentId id, StepDelivered e, Instant at, String actor) {
    StepView empty =
        new StepView(
            id,
            e.step(),
            e.agent(),
            e.content(),
            at,
            at,
            Status.CREATED,
            1,
            e.deadlineAt(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return empty
        .told("intent.created", Status.CREATED, at, actor, Details.none())
        .told("intent.submitted", Status.SUBMITTED, at, actor, Details.none())
        .told("intent.delivered", Status.DELIVERED, at, actor, attempt(1));
  }

  StepView redelivered(int nextAttempt, Instant at, String actor) {
    StepView told = told("intent.delivered", status, at, actor, attempt(nextAttempt));
    return new StepView(
        id,
        step,
        agent,
        content,
        createdAt,
        at,
        status,
        nextAttempt,
        deadlineAt,
        result,
        reason,
        told.events);
  }

  StepView acknowledged(Instant at, String actor) {
    return told("intent.acknowledged", Status.ACKNOWLEDGED, at, actor, Details.none());
  }

  StepView progressed(Json body, Instant at, String actor) {
    return told(
        "intent.in_progress", Status.IN_PROGRESS, at, actor, Details.none().json("progress", body));
  }

  StepView completed(Json body, Instant at, String actor) {
    return ended(Optional.of(body), Optional.empty())
        .told("intent.completed", Status.COMPLETED, at, actor, Details.none().json("result", body));
  }

  StepView failed(String why, Json body, Instant at, String actor) {
    return ended(Optional.of(body), Optional.of(why))
        .told("intent.failed", Status.FAILED, at, actor, Details.of("reason", why));
  }

  StepView timedOut(Instant at, String actor) {
    return ended(Optional.empty(), Optional.of("step_timeout"))
        .told(
            "intent.timed_out", Status.TIMED_OUT, at, actor, Details.of("reason", "step_timeout"));
  }

  /// The intent ended while this step was still under way.
  StepView withdrawn(Status rootEnded, Instant at, String actor) {
    String why = "the intent ended " + rootEnded;
    return ended(Optional.empty(), Optional.of(why))
        .told("intent.canceled", Status.CANCELED, at, actor, Details.of("reason", why));
  }

  private static Details attempt(int attempt) {
    return Details.of("delivery_attempt", Integer.toString(attempt));
  }

  private StepView ended(Optional<Json> outcome, Optional<String> why) {
    return new StepView(
        id,
        step,
        agent,
        content,
        createdAt,
        updatedAt,
        status,
        attempt,
        deadlineAt,
        outcome,
        why,
        events);
  }

  private StepView told(String type, Status next, Instant at, String actor, Details details) {
    Map<String, Json> named = details.text("step_id", step.value()).map();
    List<HistoryEvent> longer = new ArrayList<>(events);
    longer.add(
        new HistoryEvent(
            id,
            events.size() + 1,
            type,
            next,
            Optional.empty(),
            at,
            actor,
            next.ended() ? Optional.empty() : Optional.of(PendingWith.agent(agent)),
            Optional.empty(),
            named));
    return new StepView(
        id, step, agent, content, createdAt, at, next, attempt, deadlineAt, result, reason, longer);
  }
}
