package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;

/// A report, a decision or an end that was accepted. When this is there, it is durable.
///
/// @param intentId the intent, or the step's, that it was about
/// @param status where that stands now
/// @param again whether it was accepted before, and nothing was done this time
/// @param json all that the server said
public record Accepted(String intentId, IntentStatus status, boolean again, JsonNode json) {
  static Accepted of(JsonNode answer) {
    JsonNode intent = answer.path("intent").isObject() ? answer.path("intent") : answer;
    return new Accepted(
        Json.text(intent, "intent_id").orElse(""),
        IntentStatus.of(Json.text(intent, "status").orElse("")),
        answer.path("again").asBoolean() || answer.path("idempotent").asBoolean(),
        answer);
  }

  /// Without what the server said beside it, which may be secret.
  @Override
  public String toString() {
    return "Accepted[" + intentId + " " + status + (again ? " again" : "") + "]";
  }
}
