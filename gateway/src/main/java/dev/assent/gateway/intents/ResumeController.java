package dev.assent.gateway.intents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Where agents report and people answer (contract section 2.6).
@Controller("/v1/intents/{id}/resume")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ResumeController {
  private final Commands commands;

  ResumeController(Commands commands) {
    this.commands = commands;
  }

  @Post
  CompletableFuture<String> resume(
      Caller caller,
      String id,
      @QueryValue("owner_agent") Optional<String> owner,
      @Header("x-owner-agent") Optional<String> ownerHeader,
      HttpRequest<byte[]> request) {
    IntentId target = Lenient.intentId(id);
    ObjectNode body = Bodies.object(request);
    Optional<AgentAddress> agent = owner(caller, owner, ownerHeader);
    Command.Request command = IntentRequests.resume(body);
    Principal actor =
        command instanceof Command.Report
            ? agent.map(caller::as).orElse(caller.principal())
            : caller.principal();
    return commands
        .ask(
            actor,
            target,
            command,
            ControlRequests.expectedGeneration(body),
            Commands.key(caller.idempotencyKey(), "intents.resume", body))
        .thenApply(accepted -> answer(target, command, accepted));
  }

  /// The agent that the query names. The header may say the same; it alone does not count, as the
  /// CLI sends it with everything.
  private static Optional<AgentAddress> owner(
      Caller caller, Optional<String> query, Optional<String> header) {
    Optional<AgentAddress> named = address(caller, query);
    Optional<AgentAddress> repeated = address(caller, header);
    if (named.isPresent() && repeated.isPresent() && !named.equals(repeated)) {
      throw Refused.badRequest(
          "the same agent in owner_agent and x-owner-agent",
          "they are " + named.get() + " and " + repeated.get());
    }
    return named;
  }

  private static Optional<AgentAddress> address(Caller caller, Optional<String> text) {
    return text.filter(t -> !t.isBlank()).map(t -> Lenient.address(t, caller.workspace()));
  }

  private static String answer(IntentId target, Command.Request command, Result.Accepted accepted) {
    ObjectNode answer = Answers.ok().put("applied", true);
    ObjectNode intent = answer.putObject("intent");
    intent.put("intent_id", target.toString());
    String status = (target.isRoot() ? accepted.status() : reported(command)).name();
    intent.put("status", status).put("lifecycle_status", status);
    if (!target.isRoot()) {
      intent.put("parent_intent_id", target.root().toString());
      intent.put("parent_status", accepted.status().name());
    }
    intent.put("created_at", accepted.createdAt().toString());
    answer.put("idempotent", accepted.again());
    return Answers.text(answer.put("policy_generation", accepted.generation()));
  }

  /// What the report made of the step intent.
  private static Status reported(Command.Request command) {
    return command instanceof Command.Report report
        ? switch (report.kind()) {
          case ACKNOWLEDGE -> Status.ACKNOWLEDGED;
          case PROGRESS -> Status.IN_PROGRESS;
          case COMPLETE -> Status.COMPLETED;
          case FAIL -> Status.FAILED;
        }
        : Status.IN_PROGRESS;
  }
}
