package dev.assent.gateway.intents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command.Control.Part;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Reads;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Changes of how one intent is carried on, and of who may do what with it (contract section 3.1).
@Controller("/v1/intents/{id}")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ControlController {
  private static final Optional<Rejection.Code> STALE =
      Optional.of(Rejection.Code.STALE_GENERATION);

  private final Commands commands;
  private final Reads reads;

  ControlController(Commands commands, Reads reads) {
    this.commands = commands;
    this.reads = reads;
  }

  @Post("/controls")
  CompletableFuture<String> controls(Caller caller, String id, HttpRequest<byte[]> request) {
    return change(Part.CONTROLS, "intents.controls", caller, id, Bodies.object(request));
  }

  @Post("/policy")
  CompletableFuture<String> policy(Caller caller, String id, HttpRequest<byte[]> request) {
    return change(Part.POLICY, "intents.policy", caller, id, Bodies.object(request));
  }

  private CompletableFuture<String> change(
      Part part, String endpoint, Caller caller, String id, ObjectNode body) {
    IntentId root = Lenient.intentId(id);
    return commands
        .ask(
            caller.principal(),
            root,
            ControlRequests.control(part, body),
            ControlRequests.expectedGeneration(body),
            Commands.key(caller.idempotencyKey(), endpoint, body))
        .thenCompose(accepted -> changed(caller, root, accepted))
        .exceptionally(ControlController::late);
  }

  private CompletableFuture<String> changed(
      Caller caller, IntentId root, Result.Accepted accepted) {
    return reads
        .intent(caller, root)
        .thenApply(
            view ->
                Answers.text(
                    Answers.ok()
                        .put("applied", true)
                        .put("policy_generation", accepted.generation())
                        .set("intent", Answers.intent(view))));
  }

  /// SDKs expect a change that came too late as an answer, not as an error.
  private static String late(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Refused refused
        && refused.rejection().map(Rejection::code).equals(STALE)) {
      String generation =
          refused.rejection().orElseThrow().details().getOrDefault("policy_generation", "1");
      return Answers.text(
          Answers.ok()
              .put("applied", false)
              .put("reason", "stale_policy_generation")
              .put("policy_generation", Integer.parseInt(generation)));
    }
    throw failure instanceof CompletionException known ? known : new CompletionException(failure);
  }
}
