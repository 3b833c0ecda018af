package dev.assent.approval.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.approval.view.Place;
import dev.assent.approval.view.TaskView;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.Asked;
import dev.assent.contract.Door;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.platform.bus.CommandBus;
import dev.assent.platform.bus.Stamp;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import java.time.Clock;
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
  private final CommandBus commands;
  private final Stamp stamp;

  TaskController(Tasks tasks, CommandBus commands, Clock clock) {
    this.tasks = tasks;
    this.commands = commands;
    this.stamp = new Stamp(clock, Door.APPROVALS);
  }

  /// The open tasks that the caller may decide (with `all=true`, for an admin, every open task of
  /// the workspace), what is due first comes first.
  @Get
  CompletableFuture<ObjectNode> list(
      Principal caller,
      @QueryValue @Nullable String limit,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable String all) {
    mayRead(caller);
    int count = limit(limit);
    Optional<Place> after = Optional.ofNullable(cursor).map(TaskController::place);
    if (!Boolean.parseBoolean(all)) {
      return tasks.decidableBy(caller, after, count).thenApply(TaskBodies::page);
    }
    if (!caller.has(Scope.ADMIN)) {
      throw ApiException.forbidden("a key with the scope admin for all=true", "this one is not");
    }
    return tasks.all(caller.workspace(), after, count).thenApply(TaskBodies::page);
  }

  /// One task, open or closed, with all that is needed to decide it.
  @Get("/{id}")
  CompletableFuture<ObjectNode> get(Principal caller, String id) {
    mayRead(caller);
    IntentId intent = intentId(id);
    return tasks.history(intent).thenApply(history -> body(intent, history, caller));
  }

  /// Decides. Whether the caller may is judged by the lifecycle-processor.
  @Consumes(MediaType.ALL) // curl -d says it sends a form
  @Post("/{id}/decision")
  CompletableFuture<ObjectNode> decide(
      Principal caller,
      String id,
      @Header("Idempotency-Key") @Nullable String key,
      @Body @Nullable String body) {
    IntentId intent = intentId(id);
    DecisionRequest request = DecisionRequest.parse(body == null ? "" : body, intent);
    Asked asked =
        idempotencyKey(key)
            .map(given -> new Stamp.Key(ENDPOINT, given, request.body()))
            .map(known -> stamp.ask(caller, intent, request.command(), known))
            .orElseGet(() -> stamp.ask(caller, intent, request.command()));
    return commands.send(asked).thenApply(TaskController::answer);
  }

  private static ObjectNode answer(Result result) {
    return switch (result) {
      case Result.Accepted accepted -> TaskBodies.decided(accepted);
      case Result.Rejected rejected -> throw ApiException.of(rejected.rejection());
    };
  }

  private static ObjectNode body(IntentId intent, List<Happened> history, Principal caller) {
    TaskView view =
        TaskView.of(history)
            .filter(found -> found.workspace().equals(caller.workspace()))
            .filter(found -> found.task().isPresent())
            .orElseThrow(
                () ->
                    ApiException.of(
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
      throw ApiException.forbidden(
          "the key of a person who may decide tasks, or of an auditor",
          "this one is a " + caller.kind().name().toLowerCase(Locale.ROOT) + "'s");
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
    throw ApiException.invalid(
        "limit to be a whole number from 1 to " + LIMIT_MAX, "got '" + text + "'");
  }

  private static Place place(String cursor) {
    try {
      return Place.parse(cursor);
    } catch (IllegalArgumentException _) {
      throw ApiException.invalid(
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
    throw ApiException.of(
        Rejection.of(
            Rejection.Code.UNKNOWN_INTENT,
            "the id (a UUID) of an intent that people are asked about",
            "got '" + id + "'"));
  }

  private static Optional<String> idempotencyKey(@Nullable String key) {
    if (key == null || key.isBlank()) {
      return Optional.empty();
    }
    if (key.length() > Limits.IDEMPOTENCY_KEY_LENGTH_MAX) {
      throw ApiException.invalid(
          "out_of_bounds",
          "an Idempotency-Key of at most " + Limits.IDEMPOTENCY_KEY_LENGTH_MAX + " characters",
          "it has " + key.length());
    }
    return Optional.of(key);
  }
}
