package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;

/// An agent that is registered in the workspace.
///
/// @param address `agent://org/workspace/name`
/// @param displayName for people
/// @param json all that the gateway said
public record Agent(String address, String displayName, JsonNode json) {
  static Agent of(JsonNode agent) {
    return new Agent(
        Json.text(agent, "address").orElse(""), Json.text(agent, "display_name").orElse(""), agent);
  }
}
