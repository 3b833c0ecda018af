package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.assent.contract.IntentId;
import dev.assent.contract.Principal;
import dev.assent.gateway.view.Intents;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Open tasks as AXP lists them (contract section 2.9). All that is needed to decide well is in the
/// approval-service.
@Controller("/v1/me/tasks")
@Produces(MediaType.APPLICATION_JSON)
final class TaskController {
  private static final int LIST_MAX = 500;

  private final Reads reads;

  TaskController(Reads reads) {
    this.reads = reads;
  }

  /// A person's own tasks; with a key that is no person's, all of the workspace.
  @Get
  CompletableFuture<String> mine(Caller caller, @QueryValue Optional<String> limit) {
    int most = Lenient.limit(limit, LIST_MAX, LIST_MAX);
    return reads.all(
        caller,
        intents -> {
          ArrayNode tasks = Answers.array(List.<IntentId>of(), (_, _) -> {});
          for (IntentId id : open(intents, caller, most)) {
            intents
                .find(id)
                .ifPresent(
                    view -> view.task().ifPresent(task -> tasks.add(Answers.task(view, task))));
          }
          return Answers.text(Answers.ok().set("tasks", tasks));
        });
  }

  private static List<IntentId> open(Intents intents, Caller caller, int limit) {
    return caller.principal().kind() == Principal.Kind.PERSON
        ? intents.indexes().tasksFor(caller.principal(), limit)
        : intents.indexes().tasks(caller.workspace(), limit);
  }
}
