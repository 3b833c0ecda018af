package dev.assent.interop;

import dev.assent.client.AssentClient;
import dev.assent.client.AssentException;
import dev.assent.client.Intent;
import dev.assent.client.NewIntent;
import dev.assent.client.StepFailedException;
import dev.assent.client.Task;
import java.util.Map;

/// The programs of `client/README.md`: shown there word for word, and run against a node by
/// [ClientIT].
final class ClientReadme {
  private ClientReadme() {}

  static Intent service(String gatewayUrl, String apiKey) {
    // tag::service
    try (AssentClient client = AssentClient.connect(gatewayUrl, apiKey)) {
      String id =
          client.send(
              NewIntent.of(
                  "intent.infra.change_approval.v1",
                  "infra-validator",
                  Map.of("change_type", "database_migration", "target", "prod-postgres-main")));
      return client.waitFor(id); // an agent validates, a person approves, then this returns
    }
    // end::service
  }

  static void agent(AssentClient client) {
    // tag::agent
    client.listen(
        "infra-validator",
        step -> {
          String target = step.request().path("target").asText();
          if (target.isEmpty()) {
            throw new StepFailedException("there is no target");
          }
          return Map.of("validation", "passed", "target", target);
        });
    // end::agent
  }

  static void person(AssentClient client, String intentId) {
    // tag::person
    Task task = client.task(intentId); // show this to the person: the decision is bound to it
    try {
      client.approve(task, "rollback is tested");
    } catch (AssentException.Conflict first) {
      System.out.println("already decided by " + first.winner().orElse("somebody else"));
    }
    // end::person
  }

  static void observer(AssentClient client, String intentId) {
    // tag::observer
    client.observe(intentId, 0, event -> System.out.println(event.seq() + " " + event.type()));
    // end::observer
  }
}
