package dev.assent.gateway.intents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Pages;
import dev.assent.gateway.edge.Reads;
import dev.assent.gateway.edge.Threads;
import dev.assent.gateway.stream.EventStreams;
import dev.assent.gateway.view.Position;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.intake.Advised;
import dev.assent.platform.intake.CreateRequest;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Intents: create, read, list, end (contract sections 2.1, 2.3, 2.4, 2.10, 3.1).
@Controller("/v1/intents")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
public final class IntentController {
  private static final int LIST_DEFAULT = 50;
  private static final int LIST_MAX = 500;

  private final Commands commands;
  private final Reads reads;
  private final IntentRequests requests;

  IntentController(Commands commands, Reads reads, IntentRequests requests) {
    this.commands = commands;
    this.reads = reads;
    this.requests = requests;
  }

  @Post
  public CompletableFuture<String> create(
      Caller caller,
      HttpRequest<byte[]> request,
      @QueryValue Optional<String> strict,
      @QueryValue Optional<String> explain) {
    CreateRequest asked = CreateRequest.named(Bodies.object(request));
    return requests
        .submit(caller, asked, strict)
        .thenCompose(submit -> submitted(caller, asked, submit, explain));
  }

  private CompletableFuture<String> submitted(
      Caller caller, CreateRequest asked, Advised submit, Optional<String> explain) {
    return commands
        .submit(
            caller.principal(),
            submit,
            caller
                .idempotencyKey()
                .map(key -> new Stamp.Key(Idempotency.CREATE, key, asked.same())))
        .thenApply(
            accepted ->
                Answers.text(
                    requests.explained(caller, submit.command(), explain, answer(accepted))));
  }

  /// Also says under which policy the intent runs: whoever mistyped its type would have no gate.
  private static ObjectNode answer(Result.Accepted accepted) {
    ObjectNode answer =
        Answers.ok()
            .put("intent_id", accepted.intent().toString())
            .put("status", accepted.status().name())
            .put("created_at", accepted.createdAt().toString());
    accepted
        .policy()
        .ifPresentOrElse(
            policy ->
                answer
                    .putObject("policy")
                    .put("scenario_id", policy.id())
                    .put("version", policy.version()),
            () -> {
              answer.putNull("policy");
              accepted.advice().nearestType().ifPresent(near -> answer.put("nearest_type", near));
            });
    return Answers.warnings(answer, accepted.advice().warnings());
  }

  @Get
  public CompletableFuture<String> list(
      Caller caller,
      @QueryValue Optional<String> status,
      @QueryValue Optional<String> limit,
      @QueryValue Optional<String> cursor) {
    Optional<Position> after = Pages.after(cursor);
    int most = Lenient.limit(limit, LIST_DEFAULT, LIST_MAX);
    var statuses = Lenient.statuses(status);
    return reads.all(
        caller,
        intents ->
            Answers.text(
                Pages.answer(
                    "intents",
                    intents.newest(caller.workspace(), statuses, after, most),
                    (array, view) -> array.add(Answers.summary(view)))));
  }

  @Get("/{id}")
  public CompletableFuture<String> get(Caller caller, String id) {
    IntentId any = Lenient.intentId(id);
    return reads
        .intent(caller, any)
        .thenApply(
            view ->
                Answers.text(
                    Answers.ok()
                        .set(
                            "intent",
                            view.step(any)
                                .map(step -> Answers.step(view, step))
                                .orElseGet(() -> Answers.intent(view)))));
  }

  @Get("/{id}/events")
  public CompletableFuture<String> events(
      Caller caller, String id, @QueryValue Optional<String> since) {
    IntentId any = Lenient.intentId(id);
    long after = Lenient.since(since);
    return reads
        .intent(caller, any)
        .thenApply(
            view -> {
              ArrayNode events =
                  Answers.array(
                      EventStreams.History.of(view, any).stream()
                          .filter(event -> event.shown() && event.seq() > after)
                          .toList(),
                      (array, event) -> array.add(Answers.event(event)));
              return Answers.text(Answers.ok().set("events", events));
            });
  }

  @Post("/{id}/resolve")
  CompletableFuture<String> resolve(Caller caller, String id, HttpRequest<byte[]> request) {
    IntentId root = Lenient.intentId(id);
    ObjectNode body = Bodies.object(request);
    return commands
        .ask(
            caller.principal(),
            root,
            IntentRequests.resolve(body),
            ControlRequests.expectedGeneration(body),
            Commands.key(caller.idempotencyKey(), "intents.resolve", body))
        .thenCompose(accepted -> resolved(caller, root));
  }

  private CompletableFuture<String> resolved(Caller caller, IntentId root) {
    return reads
        .intent(caller, root)
        .thenApply(
            view -> {
              ObjectNode answer = Answers.ok();
              answer.set("intent", Answers.intent(view));
              answer.set("event", Answers.event(Threads.end(view)));
              answer.set("completion_delivery", Threads.completionDelivery(view));
              return Answers.text(answer);
            });
  }
}
