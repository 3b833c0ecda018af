package dev.assent.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.client.ApprovalsClient;
import dev.assent.client.AssentClient;
import dev.assent.client.AssentException;
import dev.assent.client.Intent;
import dev.assent.client.NewIntent;
import dev.assent.client.Request;
import dev.assent.client.Scenario;
import dev.assent.client.Scenarios;
import dev.assent.client.StepFailedException;
import dev.assent.client.Submitted;
import dev.assent.client.Task;
import dev.assent.client.TaskSummary;
import java.util.Map;

/// The programs of `client/README.md`: shown there word for word, and run against a node by
/// [ClientIT].
final class ClientReadme {
  private ClientReadme() {}

  static Intent service(String gatewayUrl, String apiKey) {
    // tag::service
    try (AssentClient client = AssentClient.connect(gatewayUrl, apiKey)) {
      Submitted taken =
          client.send(
              NewIntent.of(
                  "intent.infra.change_approval.v1",
                  "infra-validator",
                  Map.of("change_type", "database_migration", "target", "prod-postgres-main")));
      System.out.println(taken); // the policy that it runs under, and what has no effect
      return client.waitFor(taken.id()); // an agent validates, a person approves, then this returns
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

  static void person(String approvalsUrl, String apiKey) {
    // tag::person
    try (ApprovalsClient people = ApprovalsClient.connect(approvalsUrl, apiKey)) {
      for (TaskSummary line : people.tasks(20).items()) {
        Task task = people.task(line.intentId()); // show this: the decision is bound to it
        try {
          people.approve(task, "rollback is tested");
        } catch (AssentException.Conflict first) {
          System.out.println("already decided by " + first.winner().orElse("somebody else"));
        }
      }
    }
    // end::person
  }

  static void policy(AssentClient client, Map<String, ?> bundle) {
    // tag::policy
    Scenario scenario = Scenario.of(bundle).withIdempotencyKey("setup-1");
    Scenarios.Applied applied = client.scenarios().apply(scenario);
    applied.understood().forEach(System.out::println); // what happens to such an intent, in words
    // end::policy
  }

  static void operator(AssentClient client) {
    // tag::operator
    client.intents("WAITING", 20).items().forEach(System.out::println);
    JsonNode settings = client.request(Request.get("/v1/workspace/settings"));
    System.out.println(settings.at("/workspace/require_policy"));
    // end::operator
  }

  static void observer(AssentClient client, String intentId) {
    // tag::observer
    client.observe(intentId, 0, event -> System.out.println(event.seq() + " " + event.type()));
    // end::observer
  }
}
