package dev.assent.interop;

import dev.assent.client.AssentClient;
import dev.assent.client.StepFailedException;
import java.util.Map;

/// An agent with Assent's Java client. A restart of the node does not end it.
final class ClientAgent {
  public static void main(String[] arguments) {
    try (AssentClient client =
        AssentClient.connect(
            System.getenv("ASSENT_GATEWAY_URL"), System.getenv("ASSENT_AGENT_KEY"))) {
      client.listen(
          "infra-validator",
          step -> {
            String target = step.request().path("target").asText();
            if (target.isEmpty()) {
              throw new StepFailedException(
                  "there is no target"); // the step fails with this reason
            }
            System.out.println("validated " + step.parentId().orElse(step.intentId()));
            return Map.of("validation", "passed", "target", target); // sent until it is taken
          });
    }
  }
}
