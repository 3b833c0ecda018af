package dev.assent.contract.content;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an intent's steps came to so far, the last finished one last: a pure fold of its events,
/// shared by the decider and the views so that both know the same content ([Content]).
///
/// - an agent step: what the agent reported; after its last failure `{"failed":true,"reason":…}`,
///   out of time `{"timed_out":true}`
/// - a human step: `{"comment","data","decided_at","decided_by","door","outcome","verdict"}` and
///   `on_behalf_of` where there is one; unanswered in time `{"expired":"<action>"}`
///
/// What is larger than [Limits#RESULT_BYTES_MAX], or no longer fits into
/// [Limits#RESULTS_BYTES_MAX], is kept as `{"sha256":…,"truncated":true}` here; the event has it
/// all.
public final class Results {
  private Results() {}

  /// @param at when the event happened, `actor` and `door` who brought it about ([Happened])
  public static List<StepResult> after(
      List<StepResult> before, Event event, Instant at, Principal actor, Door door) {
    return switch (event) {
      case Event.StepCompleted e -> with(before, e.step(), e.result());
      case Event.StepFailed e ->
          e.retryAt().isPresent() ? before : with(before, e.step(), failed(e.reason()));
      case Event.StepTimedOut e ->
          with(before, e.step(), Json.object(Map.of("timed_out", Json.bool(true))));
      case Event.TaskDecided e -> with(before, e.step(), decided(e, at, actor, door));
      case Event.TaskExpired e ->
          with(before, e.step(), Json.object(Map.of("expired", word(e.action()))));
      case Event.IntentCreated _,
          Event.IntentSubmitted _,
          Event.StepDelivered _,
          Event.StepAcknowledged _,
          Event.StepProgressed _,
          Event.TaskOpened _,
          Event.TaskReminded _,
          Event.TaskEscalated _,
          Event.DelayStarted _,
          Event.DelayElapsed _,
          Event.NotificationRequested _,
          Event.HandedOff _,
          Event.ControlsChanged _,
          Event.ThreadNoted _,
          Event.IntentCompleted _,
          Event.IntentFailed _,
          Event.IntentCanceled _,
          Event.IntentTimedOut _ ->
          before;
    };
  }

  /// The result of a human step: who answered what.
  public static Json decided(Event.TaskDecided event, Instant at, Principal actor, Door door) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("outcome", Json.string(event.outcome()));
    members.put("verdict", word(event.verdict()));
    members.put("comment", Json.string(event.comment()));
    members.put("data", event.data());
    members.put("decided_by", Json.string(actor.id()));
    members.put("decided_at", Json.string(at.toString()));
    members.put("door", word(door));
    event.onBehalfOf().ifPresent(other -> members.put("on_behalf_of", Json.string(other)));
    return Json.object(members);
  }

  /// `{"<step id>":<result>}`, as agents and people get it.
  public static Json json(List<StepResult> results) {
    Map<String, Json> members = new LinkedHashMap<>();
    results.forEach(result -> members.put(result.step().value(), result.result()));
    return Json.object(members);
  }

  private static Json failed(String reason) {
    return Json.object(Map.of("failed", Json.bool(true), "reason", Json.string(reason)));
  }

  private static Json word(Enum<?> value) {
    return Json.string(value.name().toLowerCase(Locale.ROOT));
  }

  private static List<StepResult> with(List<StepResult> before, StepId step, Json result) {
    List<StepResult> all = new ArrayList<>(before);
    all.removeIf(one -> one.step().equals(step));
    int used = all.stream().mapToInt(one -> one.result().bytes()).sum();
    int free = Math.min(Limits.RESULT_BYTES_MAX, Limits.RESULTS_BYTES_MAX - used);
    all.add(new StepResult(step, result.bytes() <= free ? result : marker(result)));
    return List.copyOf(all);
  }

  private static Json marker(Json result) {
    return Json.object(
        Map.of("truncated", Json.bool(true), "sha256", Json.string(Hash.of(result).hex())));
  }
}
