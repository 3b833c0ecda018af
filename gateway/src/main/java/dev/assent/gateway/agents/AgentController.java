package dev.assent.gateway.agents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.AgentAddress;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Pages;
import dev.assent.platform.directory.Directory;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.List;
import java.util.Optional;

/// Registered agents by their addresses (contract section 3.5). The caller's key says which
/// workspace is meant.
@Controller("/v1/agents")
@Produces(MediaType.APPLICATION_JSON)
public final class AgentController {
  private static final int LIST_DEFAULT = 100;
  private static final int LIST_MAX = 1_000;

  private final Directory directory;

  AgentController(Directory directory) {
    this.directory = directory;
  }

  @Get
  public String list(
      Caller caller, @QueryValue Optional<String> limit, @QueryValue Optional<String> cursor) {
    Catalogues.requireReader(caller, "list agents");
    List<DirectoryEntry.Agent> active =
        directory.agents(caller.workspace()).stream().filter(DirectoryEntry.Agent::active).toList();
    return Answers.text(
        Pages.answer(
            "agents",
            active,
            cursor,
            Lenient.limit(limit, LIST_DEFAULT, LIST_MAX),
            DirectoryEntry.Agent::id,
            (array, agent) -> array.add(answer(agent))));
  }

  /// The path may have the address with or without `agent://`, encoded or not.
  @Get("/{+address}")
  String get(Caller caller, HttpRequest<?> request, String address) {
    Catalogues.requireReader(caller, "read agents");
    DirectoryEntry.Agent agent =
        Lenient.pathAddress(address, caller.workspace())
            .filter(at -> isOf(caller, at))
            .flatMap(at -> directory.agent(caller.workspace(), at))
            .orElseThrow(
                () ->
                    Refused.notFound(
                        "an agent's address", "there is none at " + request.getPath()));
    return Answers.text(
        Answers.ok().set("agent", answer(agent).put("updated_at", agent.createdAt().toString())));
  }

  private static boolean isOf(Caller caller, AgentAddress address) {
    return address.org().equals(caller.workspace().org())
        && address.workspace().equals(caller.workspace().name());
  }

  private static ObjectNode answer(DirectoryEntry.Agent agent) {
    return Answers.object()
        .put("address", agent.address().toString())
        .put("service_account_id", agent.id())
        .put("service_account_name", agent.name())
        .put("display_name", agent.displayName())
        .put("status", agent.active() ? "active" : "deleted")
        .put("created_at", agent.createdAt().toString());
  }
}
