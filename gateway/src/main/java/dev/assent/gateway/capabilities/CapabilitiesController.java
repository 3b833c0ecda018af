package dev.assent.gateway.capabilities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.CreateRequest;
import dev.assent.service.edge.Caller;
import dev.assent.wire.directory.DirectoryEntry;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.List;
import java.util.TreeSet;

/// What this gateway can do (contract section 3.3).
@Controller("/v1/capabilities")
@Produces(MediaType.APPLICATION_JSON)
public final class CapabilitiesController {
  /// Families of calls that are served: docs/axp.md has each call.
  private static final List<String> CAPABILITIES =
      List.of(
          "agents",
          "auth.login",
          "intents",
          "intents.events.stream",
          "invites",
          "mcp.tools",
          "media",
          "scenarios",
          "schemas",
          "service_accounts",
          "tasks",
          "users",
          "webhooks");

  /// What the CLI sends by itself, in every workspace.
  private static final String OF_THE_CLI = "intent.ask.v1";

  /// What asks an approver of the workspace, whatever was applied.
  private static final String BUILT_IN = CreateRequest.HUMAN_APPROVAL;

  private final Directory directory;

  CapabilitiesController(Directory directory) {
    this.directory = directory;
  }

  /// With the types that have a policy in the caller's workspace, in whatever form their authors
  /// chose. Every other type is taken too.
  @Get
  public String get(Caller caller) {
    Catalogues.requireReader(caller, "read capabilities");
    TreeSet<String> types = new TreeSet<>(List.of(OF_THE_CLI, BUILT_IN));
    directory.policies(caller.workspace()).stream()
        .map(DirectoryEntry.Policy::intentType)
        .forEach(types::add);
    ObjectNode answer = Answers.ok();
    answer.set("capabilities", Answers.array(CAPABILITIES, ArrayNode::add));
    answer.set("supported_intent_types", Answers.array(types, ArrayNode::add));
    return Answers.text(answer);
  }
}
