package dev.assent.gateway.tasks;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Pages;
import dev.assent.gateway.edge.Reads;
import dev.assent.gateway.view.Intents;
import dev.assent.gateway.view.Page;
import dev.assent.gateway.view.Position;
import dev.assent.service.edge.Caller;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Open tasks as AXP lists them (contract section 2.9). All that is needed to decide well is in the
/// approval-service.
@Controller("/v1/me/tasks")
@Produces(MediaType.APPLICATION_JSON)
public final class TaskController {
  private static final int LIST_MAX = 500;

  private final Reads reads;

  TaskController(Reads reads) {
    this.reads = reads;
  }

  /// A person's own tasks; with a key that is no person's, all of the workspace.
  @Get
  public CompletableFuture<String> mine(
      Caller caller, @QueryValue Optional<String> limit, @QueryValue Optional<String> cursor) {
    int most = Lenient.limit(limit, LIST_MAX, LIST_MAX);
    Optional<Position> after = Pages.after(cursor);
    return reads.all(
        caller,
        intents ->
            Answers.text(
                Pages.answer(
                    "tasks",
                    open(intents, caller, after, most),
                    (tasks, id) ->
                        intents
                            .find(id)
                            .ifPresent(
                                view ->
                                    view.task()
                                        .ifPresent(task -> tasks.add(Answers.task(view, task)))))));
  }

  private static Page<IntentId> open(
      Intents intents, Caller caller, Optional<Position> after, int limit) {
    return caller.principal().kind() == Principal.Kind.PERSON
        ? intents.indexes().tasksFor(caller.principal(), after, limit)
        : intents.indexes().tasks(caller.workspace(), after, limit);
  }
}
