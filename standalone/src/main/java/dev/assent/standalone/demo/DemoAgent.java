package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.client.AssentClient;
import dev.assent.client.Step;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// The scenario's agent: listens for its steps on the gateway's stream and reports on each.
final class DemoAgent {
  private final AssentClient gateway;
  private final String address;
  private final Story story;

  DemoAgent(AssentClient gateway, String address, Story story) {
    this.gateway = gateway;
    this.address = address;
    this.story = story;
  }

  /// Works off one step, then ends: the scenario has no more for it.
  void work() {
    story.tell("agent", address + " listens for work");
    AtomicReference<Step> handed = new AtomicReference<>();
    gateway.steps(
        address,
        step -> {
          handed.set(step);
          return false;
        });
    Step step = handed.get();
    JsonNode change = step.request();
    story.tell("agent", "got its step and validates " + change.path("migration").asText());
    validate(step, change);
  }

  /// Told first: what follows from it may be told by others before the answer is here.
  private void validate(Step step, JsonNode change) {
    String rollback = change.path("rollback_plan").asText();
    String downtime = change.path("estimated_downtime").asText();
    if (rollback.isEmpty()) {
      story.tell("agent", "reports: not valid, there is no rollback plan");
      gateway.fail(step, "there is no rollback plan");
      return;
    }
    String summary = "valid; downtime " + downtime + "; can be undone by " + rollback;
    story.tell("agent", "reports: " + summary);
    gateway.complete(
        step,
        Map.of(
            "valid",
            true,
            "rollback_plan",
            rollback,
            "estimated_downtime",
            downtime,
            "summary",
            summary));
  }
}
