package dev.assent.gateway.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Door;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.scenario.PolicySettings;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.WorkspaceSettings;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What a workspace's admins have set for it (ADR 0032). Not part of AXP.
@Controller("/v1/workspace/settings")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class WorkspaceController {
  private static final String REQUIRE = "require_policy";
  private static final String OPEN = "open_policies";

  private final Directory directory;
  private final PolicySettings policies;
  private final Clock clock;

  WorkspaceController(Directory directory, PolicySettings policies, Clock clock) {
    this.directory = directory;
    this.policies = policies;
    this.clock = clock;
  }

  @Get
  String get(Caller caller) {
    Catalogues.requireReader(caller, "read the workspace's settings");
    return answer(caller, WorkspaceSettings.of(directory, caller.workspace()));
  }

  /// What is absent stays. One setting at a time, so that each change has its record in the audit.
  @Patch
  CompletableFuture<String> set(Caller caller, HttpRequest<byte[]> request) {
    caller.require("change the workspace's settings", Scope.ADMIN);
    Fields fields = Fields.of(Bodies.object(request));
    Optional<Boolean> require = fields.optionalFlag(REQUIRE);
    Optional<Boolean> open = fields.optionalFlag(OPEN);
    String reason = fields.optionalText("reason", Limits.COMMENT_LENGTH_MAX).orElse("");
    if (require.isPresent() == open.isPresent()) {
      throw Refused.invalid(
          "one of '" + REQUIRE + "' and '" + OPEN + "'",
          require.isPresent() ? "there are both" : "there is neither");
    }
    WorkspaceSettings before = WorkspaceSettings.of(directory, caller.workspace());
    WorkspaceSettings after =
        new WorkspaceSettings(require.or(before::requirePolicy), open.or(before::openPolicies));
    if (after.equals(before)) {
      return CompletableFuture.completedFuture(answer(caller, after));
    }
    Change change =
        require.isPresent()
            ? change(REQUIRE, before.requirePolicy(), require.get(), reason)
            : change(OPEN, before.openPolicies(), after.openPolicies().orElse(false), reason);
    return directory
        .put(
            new DirectoryEntry.Document(
                WorkspaceSettings.COLLECTION,
                caller.workspace(),
                WorkspaceSettings.ID,
                DocumentJson.write(after),
                Set.of(),
                clock.instant()),
            AuditRecord.of(
                change,
                new CommandId(UUID.randomUUID()),
                clock.instant(),
                caller.principal(),
                Door.GATEWAY,
                Optional.empty()))
        .thenApply(_ -> answer(caller, after));
  }

  private static Change change(
      String name, Optional<Boolean> before, boolean after, String reason) {
    return new Change(
        Change.Kind.SETTING,
        name,
        before.map(value -> state(name, value)),
        Optional.of(state(name, after)),
        reason);
  }

  private static Change.State state(String name, boolean value) {
    return Change.State.of(
        value ? "on" : "off", DocumentJson.write(Answers.object().put(name, value)));
  }

  private String answer(Caller caller, WorkspaceSettings settings) {
    ObjectNode answer = Answers.ok();
    answer
        .putObject("workspace")
        .put("org_id", caller.workspace().org())
        .put("workspace_id", caller.workspace().name())
        .put(REQUIRE, settings.requirePolicy().orElse(false))
        .put(OPEN, settings.openPolicies().orElseGet(policies::open));
    return Answers.text(answer);
  }
}
