package dev.assent.gateway.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Understandings;
import dev.assent.platform.directory.Directory;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.Comparator;
import java.util.List;

/// What scenarios have made of the workspace's intent types, in words.
@Controller("/v1/scenarios")
@Produces(MediaType.APPLICATION_JSON)
final class AppliedScenarioController {
  private final Directory directory;
  private final Understandings understandings;

  AppliedScenarioController(Directory directory, Understandings understandings) {
    this.directory = directory;
    this.understandings = understandings;
  }

  @Get
  String list(Caller caller) {
    List<DirectoryEntry.Policy> policies =
        directory.policies(caller.workspace()).stream()
            .sorted(Comparator.comparing(DirectoryEntry.Policy::intentType))
            .toList();
    ObjectNode answer = Answers.ok();
    answer.set("policies", Answers.array(policies, (array, policy) -> array.add(summary(policy))));
    return Answers.text(answer);
  }

  /// @param type an intent type that a scenario was applied for
  @Get("/{type}")
  String show(Caller caller, String type) {
    DirectoryEntry.Policy policy =
        directory
            .policy(caller.workspace(), type)
            .orElseThrow(
                () ->
                    Refused.notFound(
                        "an intent type that a scenario was applied for", "got '" + type + "'"));
    ObjectNode answer = Answers.ok();
    answer.set("policy", summary(policy));
    return Answers.text(understandings.of(caller.workspace(), policy.plan(), List.of()).in(answer));
  }

  private static ObjectNode summary(DirectoryEntry.Policy policy) {
    return Answers.object()
        .put("intent_type", policy.intentType())
        .put("scenario_id", policy.scenarioId())
        .put("version", policy.version())
        .put("applied_at", policy.appliedAt().toString());
  }
}
