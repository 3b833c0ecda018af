package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Which policy, in which version.
///
/// @param scenarioId the id of the scenario that it was made from
/// @param version counts the policies of an intent type from 1
public record PolicyRef(String scenarioId, int version) {
  static Optional<PolicyRef> of(JsonNode policy) {
    return Json.text(policy, "scenario_id")
        .map(id -> new PolicyRef(id, policy.path("version").asInt()));
  }

  @Override
  public String toString() {
    return scenarioId + " version " + version;
  }
}
