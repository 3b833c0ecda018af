package dev.assent.gateway.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Pages;
import dev.assent.gateway.edge.Reads;
import dev.assent.gateway.edge.Threads;
import dev.assent.gateway.view.Inbox;
import dev.assent.gateway.view.IntentView;
import dev.assent.gateway.view.Position;
import dev.assent.service.edge.Caller;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Reads inboxes (contract section 3.2).
@Controller("/v1/inbox")
@Produces(MediaType.APPLICATION_JSON)
final class InboxController {
  private static final int LIST_DEFAULT = 100;
  private static final int CHANGES_DEFAULT = 50;
  private static final int LIST_MAX = 500;

  /// A change is dated by its door's clock and seen a moment later: a cursor stays this far behind,
  /// so that a change is told twice rather than never.
  private static final Duration HELD_BACK = Duration.ofSeconds(10);

  private final Reads reads;
  private final Inboxes inboxes;
  private final Clock clock;

  InboxController(Reads reads, Inboxes inboxes, Clock clock) {
    this.reads = reads;
    this.inboxes = inboxes;
    this.clock = clock;
  }

  @Get
  CompletableFuture<String> list(
      Caller caller,
      HttpRequest<?> request,
      @QueryValue Optional<String> status,
      @QueryValue Optional<String> limit,
      @QueryValue Optional<String> cursor) {
    Optional<Position> after = Pages.after(cursor);
    Inboxes.Owner owner = inboxes.owner(caller, request);
    var states = Inboxes.states(status);
    int most = Lenient.limit(limit, LIST_DEFAULT, LIST_MAX);
    return reads.all(
        caller,
        intents ->
            Answers.text(
                Pages.answer(
                    "threads",
                    new Inbox(intents, caller.workspace(), owner.address())
                        .newest(states, after, most),
                    (array, view) ->
                        array.add(Threads.thread(view, owner.address(), owner.shownAs())))));
  }

  @Get("/changes")
  CompletableFuture<String> changes(
      Caller caller,
      HttpRequest<?> request,
      @QueryValue Optional<String> cursor,
      @QueryValue Optional<String> limit) {
    Inboxes.Owner owner = inboxes.owner(caller, request);
    Inbox.Place after = Inboxes.place(cursor);
    int most = Lenient.limit(limit, CHANGES_DEFAULT, LIST_MAX);
    return reads.all(
        caller,
        intents ->
            changes(
                owner,
                after,
                new Inbox(intents, caller.workspace(), owner.address()).changed(after, most + 1),
                most));
  }

  private String changes(Inboxes.Owner owner, Inbox.Place after, List<IntentView> found, int most) {
    List<IntentView> page = found.subList(0, Math.min(most, found.size()));
    boolean more = found.size() > page.size();
    var answer = Answers.ok();
    ArrayNode changes = answer.putArray("changes");
    for (IntentView view : page) {
      changes
          .addObject()
          .put("cursor", Inboxes.cursor(Inbox.place(view)))
          .set("thread", Threads.thread(view, owner.address(), owner.shownAs()));
    }
    Inbox.Place last = page.isEmpty() ? after : Inbox.place(page.getLast());
    Inbox.Place safe = new Inbox.Place(clock.instant().minus(HELD_BACK), last.id());
    Inbox.Place next =
        more || last.compareTo(safe) < 0 ? last : safe.compareTo(after) < 0 ? after : safe;
    return Answers.text(answer.put("next_cursor", Inboxes.cursor(next)).put("has_more", more));
  }

  @Get("/{id}")
  CompletableFuture<String> get(Caller caller, HttpRequest<?> request, String id) {
    Inboxes.Owner owner = inboxes.owner(caller, request);
    return reads
        .intent(caller, Lenient.threadId(id))
        .thenApply(view -> ThreadAnswers.of(view, owner.of(view, caller)));
  }
}
