package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// One piece of work for an agent.
///
/// @param intentId the id to report on
/// @param parentId the intent it is a step of; absent when the intent is for this agent alone
/// @param intentType for example `intent.infra.change_approval.v1`
/// @param correlationId the caller's own id for the matter
/// @param from who asked
/// @param agent the agent that it was handed to, `agent://org/workspace/name`
/// @param payload what to work on; of a step, `parent_payload` in it is what the caller sent
/// @param json all that the gateway said
public record Step(
    String intentId,
    Optional<String> parentId,
    String intentType,
    Optional<String> correlationId,
    Optional<String> from,
    Optional<String> agent,
    JsonNode payload,
    JsonNode json) {

  static Step of(JsonNode delivered) {
    return new Step(
        Json.text(delivered, "intent_id").orElse(""),
        Json.text(delivered, "parent_intent_id"),
        Json.text(delivered, "intent_type").orElse(""),
        Json.text(delivered, "correlation_id"),
        Json.text(delivered, "from_agent"),
        Json.text(delivered, "to_agent"),
        delivered.path("payload"),
        delivered);
  }

  /// A stream leaves out what is large; the intent has it.
  boolean isWhole() {
    return !payload.isMissingNode();
  }

  Step whole(JsonNode intent) {
    JsonNode whole = ((ObjectNode) json).deepCopy().set("payload", intent.path("payload"));
    return of(whole);
  }

  /// What the caller sent, whether the agent got it as a step of a plan or by itself.
  ///
  /// @return the caller's payload
  public JsonNode request() {
    JsonNode parents = payload.path("parent_payload");
    return parents.isObject() ? parents : payload;
  }

  /// Without the payload, which may be secret.
  @Override
  public String toString() {
    return "Step[" + intentId + " " + intentType + "]";
  }
}
