package dev.assent.approval.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.approval.view.Place;
import dev.assent.approval.view.TaskView;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.platform.bus.Stamp;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The API for people. Reading changes nothing; only the POST decides.
@Controller("/v1/tasks")
final class TaskController {
  private static final String ENDPOINT = "tasks.decision";
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;

  private final Tasks tasks;
  private final Commands commands;

  TaskController(Tasks tasks, Commands commands) {
    this.tasks = tasks;
    this.commands = commands;
  }

  /// The open tasks that the caller may decide (with `all=true`, for an admin, every open task of
  /// the workspace), what is due first comes first.
  @Get
  CompletableFuture<ObjectNode> list(
      Caller caller,
      @QueryValue @Nullable String limit,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable String all) {
    mayRead(caller.principal());
    int count = limit(limit);
    Optional<Place> after = Optional.ofNullable(cursor).map(TaskController::place);
    if (!Boolean.parseBoolean(all)) {
      return tasks.decidableBy(caller.principal(), after, count).thenApply(TaskBodies::page);
    }
    if (!caller.principal().has(Scope.ADMIN)) {
      throw Refused.forbidden("a key with the scope admin for all=true", "this one is not");
    }
    return tasks.all(caller.workspace(), after, count).thenApply(TaskBodies::page);
  }

  /// One task, open or closed, with all that is needed to decide it.
  @Get("/{id}")
  CompletableFuture<ObjectNode> get(Caller caller, String id) {
    mayRead(caller.principal());
    IntentId intent = intentId(id);
    return tasks.history(intent).thenApply(history -> body(intent, history, caller.principal()));
  }

  /// Decides. Whether the caller may is judged by the lifecycle-processor.
  @Consumes(MediaType.ALL) // curl -d says it sends a form
  @Post("/{id}/decision")
  CompletableFuture<ObjectNode> decide(Caller caller, String id, HttpRequest<byte[]> request) {
    IntentId intent = intentId(id);
    DecisionRequest decision =
        DecisionRequest.of(Bodies.object(request, Limits.BODY_BYTES_MAX), intent);
    Optional<Stamp.Key> key =
        caller.idempotencyKey().map(given -> new Stamp.Key(ENDPOINT, given, decision.body()));
    return commands
        .ask(caller.principal(), intent, decision.command(), key)
        .thenApply(TaskBodies::decided);
  }

  private static ObjectNode body(IntentId intent, List<Happened> history, Principal caller) {
    TaskView view =
        TaskView.of(history)
            .filter(found -> found.workspace().equals(caller.workspace()))
            .filter(found -> found.task().isPresent())
            .orElseThrow(
                () ->
                    Refused.by(
                        Rejection.of(
                            Rejection.Code.UNKNOWN_INTENT,
                            "an intent of your workspace that has put a question to people",
                            "there is none with the id " + intent)));
    return TaskBodies.task(view, history, caller);
  }

  /// Tasks carry payloads: they are for people, and for auditors.
  private static void mayRead(Principal caller) {
    boolean person = caller.kind() == Principal.Kind.PERSON && caller.has(Scope.APPROVER);
    if (!person && !caller.has(Scope.AUDITOR)) {
      throw Refused.forbidden(
          "the key of a person who may decide tasks, or of an auditor",
          "this one is of the kind " + caller.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return LIMIT_DEFAULT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // the same answer as for a number out of range
    }
    throw Refused.invalid(
        "limit to be a whole number from 1 to " + LIMIT_MAX, "got '" + text + "'");
  }

  private static Place place(String cursor) {
    try {
      return Place.parse(cursor);
    } catch (IllegalArgumentException _) {
      throw Refused.invalid(
          "cursor to be the next_cursor of the page before", "got '" + cursor + "'");
    }
  }

  private static IntentId intentId(String id) {
    try {
      IntentId intent = IntentId.parse(id);
      if (intent.isRoot()) {
        return intent;
      }
    } catch (IllegalArgumentException _) {
      // the same answer as for a step intent's id, which is no task's
    }
    throw Refused.by(
        Rejection.of(
            Rejection.Code.UNKNOWN_INTENT,
            "the id (a UUID) of an intent that people are asked about",
            "got '" + id + "'"));
  }
}
