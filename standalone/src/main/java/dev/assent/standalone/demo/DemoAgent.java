package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The scenario's agent: listens for its steps on the gateway's stream and reports on each.
final class DemoAgent {
  private final DemoClient gateway;
  private final String address;
  private final Story story;

  DemoAgent(DemoClient gateway, String address, Story story) {
    this.gateway = gateway;
    this.address = address;
    this.story = story;
  }

  /// Works off one step, then ends: the scenario has no more for it.
  void work() throws InterruptedException {
    story.tell("agent", address + " listens for work");
    String[] step = new String[1];
    gateway.follow(
        "/v1/agents/" + address + "/intents/stream",
        event -> {
          step[0] = event.path("intent_id").asText();
          return false;
        });
    JsonNode change =
        gateway.get("/v1/intents/" + step[0]).path("intent").path("payload").path("parent_payload");
    story.tell("agent", "got its step and validates " + change.path("migration").asText());
    ObjectNode report = validate(change);
    // Told first: what follows from it may be told by others before the answer is here.
    story.tell("agent", "reports: " + report.path("summary").asText());
    gateway.post("/v1/intents/" + step[0] + "/resume", report);
  }

  private static ObjectNode validate(JsonNode change) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    String rollback = change.path("rollback_plan").asText();
    String downtime = change.path("estimated_downtime").asText();
    if (rollback.isEmpty()) {
      return report
          .put("action", "fail")
          .put("reason", "there is no rollback plan")
          .put("summary", "not valid, there is no rollback plan");
    }
    return report
        .put("action", "complete")
        .put("valid", true)
        .put("rollback_plan", rollback)
        .put("estimated_downtime", downtime)
        .put("summary", "valid; downtime " + downtime + "; can be undone by " + rollback);
  }
}
