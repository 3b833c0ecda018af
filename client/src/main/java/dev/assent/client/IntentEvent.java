package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/// One fact in an intent's history.
///
/// @param intentId whose it is
/// @param seq counts an intent's events from 1, without a gap
/// @param type for example `intent.human_task_assigned`
/// @param status where the intent stands since then
/// @param actor who or what caused it
/// @param at when
/// @param details what else is known of it
/// @param json all that the gateway said
public record IntentEvent(
    String intentId,
    long seq,
    String type,
    IntentStatus status,
    Optional<String> actor,
    Optional<Instant> at,
    JsonNode details,
    JsonNode json) {

  static IntentEvent of(JsonNode event) {
    return new IntentEvent(
        Json.text(event, "intent_id").orElse(""),
        event.path("seq").asLong(),
        Json.text(event, "event_type").orElse(""),
        IntentStatus.of(Json.text(event, "status").orElse("")),
        Json.text(event, "actor"),
        Json.time(event, "at"),
        event.path("details"),
        event);
  }

  /// Without the details, which may be secret.
  @Override
  public String toString() {
    return "IntentEvent[" + intentId + " " + seq + " " + type + " " + status + "]";
  }
}
