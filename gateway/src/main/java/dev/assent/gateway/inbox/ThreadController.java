package dev.assent.gateway.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Result;
import dev.assent.contract.ThreadNote;
import dev.assent.contract.ThreadNote.Kind;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Reads;
import dev.assent.gateway.edge.Threads;
import dev.assent.gateway.view.IntentThread.Noted;
import dev.assent.gateway.view.IntentView;
import dev.assent.platform.intake.fields.Fields;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// What is done with a thread of an inbox (contract section 3.2). Everything is a fact of its
/// intent (ADR 0016).
@Controller("/v1/inbox/{id}")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
public final class ThreadController {
  private final Commands commands;
  private final Reads reads;
  private final Inboxes inboxes;

  ThreadController(Commands commands, Reads reads, Inboxes inboxes) {
    this.commands = commands;
    this.reads = reads;
    this.inboxes = inboxes;
  }

  /// A thread as the caller sees it.
  private record Seen(IntentView view, Inboxes.Owner owner) {
    ThreadNote note(Kind kind, String text) {
      return ThreadNote.of(kind, owner.address(), text);
    }
  }

  @Post("/reply")
  CompletableFuture<String> reply(Caller caller, HttpRequest<byte[]> request, String id) {
    String message = Fields.of(Bodies.object(request)).text("message", Limits.NOTE_LENGTH_MAX);
    return note(
        "inbox.reply",
        caller,
        request,
        id,
        seen -> seen.note(Kind.REPLY, message).to(otherSide(seen)));
  }

  /// A reply goes to the intent's sender, and the sender's own to the addressee.
  private static String otherSide(Seen seen) {
    String from = seen.view().created().from();
    return seen.owner().address().equals(from) ? seen.view().created().to() : from;
  }

  @Post("/delegate")
  CompletableFuture<String> delegate(Caller caller, HttpRequest<byte[]> request, String id) {
    Fields body = Fields.of(Bodies.object(request));
    String to =
        Lenient.address(body.text("delegate_to", Limits.ADDRESS_LENGTH_MAX), caller.workspace())
            .toString();
    String text = Inboxes.text(body, "note", Limits.COMMENT_LENGTH_MAX);
    return note(
        "inbox.delegate", caller, request, id, seen -> seen.note(Kind.DELEGATE, text).to(to));
  }

  @Post("/read")
  CompletableFuture<String> read(Caller caller, HttpRequest<byte[]> request, String id) {
    return note("inbox.read", caller, request, id, seen -> seen.note(Kind.READ, ""));
  }

  @Post("/approve")
  CompletableFuture<String> approve(Caller caller, HttpRequest<byte[]> request, String id) {
    return decide(Kind.APPROVE, caller, request, id);
  }

  @Post("/reject")
  CompletableFuture<String> reject(Caller caller, HttpRequest<byte[]> request, String id) {
    return decide(Kind.REJECT, caller, request, id);
  }

  /// Where the intent's plan asks people, this is an answer to its question or nothing. An ordinary
  /// thread takes it as a note, and the body says that it decided nothing.
  private CompletableFuture<String> decide(
      Kind kind, Caller caller, HttpRequest<byte[]> request, String id) {
    ObjectNode body = Bodies.objectOrEmpty(request);
    String comment = Inboxes.text(Fields.of(body), "comment", Limits.COMMENT_LENGTH_MAX);
    Command.Decide answer = ThreadDecisions.of(kind, comment, body);
    return seen(caller, request, id)
        .thenCompose(
            seen -> {
              boolean asks = seen.view().created().plan().asksPeople();
              return ask(
                      "inbox." + answer.outcome(),
                      caller,
                      body,
                      seen,
                      asks ? answer : new Command.Annotate(seen.note(kind, comment)))
                  .thenCompose(_ -> reads.intent(caller, seen.view().id()))
                  .thenApply(view -> ThreadAnswers.of(view, seen.owner(), asks));
            });
  }

  @Post("/messages/delete")
  CompletableFuture<String> delete(Caller caller, HttpRequest<byte[]> request, String id) {
    ObjectNode body = Bodies.object(request);
    Fields fields = Fields.of(body);
    String mode = fields.text("mode");
    Kind kind =
        switch (mode) {
          case "self" -> Kind.DELETE_FOR_SELF;
          case "both" -> Kind.DELETE_FOR_ALL;
          default -> throw Refused.invalid("self or both in 'mode'", "got '" + mode + "'");
        };
    List<String> ids =
        fields.texts("message_ids", Limits.DELETED_NOTES_MAX, Limits.NAME_LENGTH_MAX);
    int most =
        fields.optionalCount("limit", 1, Limits.DELETED_NOTES_MAX).orElse(Limits.DELETED_NOTES_MAX);
    return seen(caller, request, id)
        .thenCompose(
            seen -> {
              List<Noted> gone =
                  Threads.messages(seen.view(), seen.owner().address()).stream()
                      .filter(one -> ids.isEmpty() || ids.contains(messageId(seen, one)))
                      .limit(most)
                      .toList();
              ThreadNote note =
                  new ThreadNote(
                      kind,
                      seen.owner().address(),
                      "",
                      Optional.empty(),
                      gone.stream().map(Noted::seq).toList());
              return gone.isEmpty()
                  ? CompletableFuture.completedFuture(deleted(seen, mode, gone))
                  : ask("inbox.messages.delete", caller, body, seen, new Command.Annotate(note))
                      .thenCompose(_ -> reads.intent(caller, seen.view().id()))
                      .thenApply(view -> deleted(new Seen(view, seen.owner()), mode, gone));
            });
  }

  private static String deleted(Seen seen, String mode, List<Noted> gone) {
    ObjectNode answer = Answers.ok();
    answer.set(
        "thread", Threads.thread(seen.view(), seen.owner().address(), seen.owner().shownAs()));
    answer.put("mode", mode).put("deleted_count", gone.size());
    answer.set("message_ids", Answers.array(gone, (array, one) -> array.add(messageId(seen, one))));
    return Answers.text(answer);
  }

  private static String messageId(Seen seen, Noted message) {
    return Threads.lineId(seen.view().id(), message.seq()).toString();
  }

  private CompletableFuture<String> note(
      String endpoint,
      Caller caller,
      HttpRequest<byte[]> request,
      String id,
      Function<Seen, ThreadNote> note) {
    return seen(caller, request, id)
        .thenCompose(
            seen ->
                done(
                    endpoint,
                    caller,
                    Bodies.objectOrEmpty(request),
                    seen,
                    new Command.Annotate(note.apply(seen))));
  }

  private CompletableFuture<Seen> seen(Caller caller, HttpRequest<?> request, String id) {
    IntentId root = Lenient.threadId(id);
    Inboxes.Owner owner = inboxes.owner(caller, request);
    return reads.intent(caller, root).thenApply(view -> new Seen(view, owner.of(view, caller)));
  }

  private CompletableFuture<String> done(
      String endpoint, Caller caller, ObjectNode body, Seen seen, Command.Request command) {
    return ask(endpoint, caller, body, seen, command)
        .thenCompose(_ -> reads.intent(caller, seen.view().id()))
        .thenApply(view -> ThreadAnswers.of(view, seen.owner()));
  }

  private CompletableFuture<Result.Accepted> ask(
      String endpoint, Caller caller, ObjectNode body, Seen seen, Command.Request command) {
    return commands.ask(
        caller.principal(),
        seen.view().id(),
        command,
        Commands.key(caller.idempotencyKey(), endpoint, body));
  }
}
