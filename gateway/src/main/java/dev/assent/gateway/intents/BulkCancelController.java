package dev.assent.gateway.intents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Reads;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Gives up old intents together: the CLI's `cleanup` (contract section 2.10).
@Controller("/v1/intents/bulk-cancel")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class BulkCancelController {
  private static final int CANCELED_MAX = 1_000;
  private static final int HOURS_MAX = 1_000_000;
  private static final int STATUSES_MAX = 20;

  private final Commands commands;
  private final Reads reads;
  private final Clock clock;

  BulkCancelController(Commands commands, Reads reads, Clock clock) {
    this.commands = commands;
    this.reads = reads;
    this.clock = clock;
  }

  @Post
  CompletableFuture<String> cancel(Caller caller, HttpRequest<byte[]> request) {
    caller.require("cancel intents", Scope.INITIATOR);
    Fields fields = Fields.of(Bodies.objectOrEmpty(request));
    int hours = fields.optionalCount("older_than_hours", 0, HOURS_MAX).orElse(24);
    int limit = fields.optionalCount("limit", 1, CANCELED_MAX).orElse(CANCELED_MAX);
    String reason = fields.optionalText("reason", Limits.COMMENT_LENGTH_MAX).orElse("");
    Set<Status> statuses = live(fields);
    Instant before = clock.instant().minus(Duration.ofHours(hours));
    CompletableFuture<List<IntentId>> chosen =
        reads.all(
            caller,
            intents -> intents.indexes().olderThan(caller.workspace(), statuses, before, limit));
    return fields.optionalFlag("dry_run").orElse(false)
        ? chosen.thenApply(ids -> answer("would_cancel", ids))
        : chosen.thenCompose(ids -> cancel(caller, ids, reason));
  }

  private static Set<Status> live(Fields fields) {
    Set<Status> live =
        EnumSet.allOf(Status.class).stream()
            .filter(status -> !status.ended())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Status.class)));
    List<String> named = fields.texts("status_filter", STATUSES_MAX, Limits.NAME_LENGTH_MAX);
    if (!named.isEmpty()) {
      live.retainAll(Lenient.statuses(Optional.of(String.join(",", named))));
    }
    return live;
  }

  private CompletableFuture<String> cancel(Caller caller, List<IntentId> ids, String reason) {
    List<CompletableFuture<Optional<IntentId>>> asked =
        ids.stream().map(id -> cancel(caller, id, reason)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            _ ->
                answer(
                    "canceled",
                    asked.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList()));
  }

  /// An intent that has ended meanwhile is not canceled, and no error.
  private CompletableFuture<Optional<IntentId>> cancel(Caller caller, IntentId id, String reason) {
    return commands
        .ask(
            caller.principal(),
            id,
            new Command.Resolve(Status.CANCELED, Json.EMPTY, reason),
            Optional.empty())
        .handle(
            (accepted, failure) ->
                failure == null ? Optional.of(accepted.intent()) : Optional.empty());
  }

  private static String answer(String verb, List<IntentId> ids) {
    ObjectNode answer = Answers.ok().put(verb.toLowerCase(Locale.ROOT), ids.size());
    answer.set(
        "intent_ids",
        Answers.array(ids, (ArrayNode array, IntentId id) -> array.add(id.toString())));
    return Answers.text(answer);
  }
}
