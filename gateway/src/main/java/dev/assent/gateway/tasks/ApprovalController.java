package dev.assent.gateway.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.ThreadNote.Kind;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Reads;
import dev.assent.gateway.inbox.ThreadDecisions;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.service.edge.Bodies;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Commands;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Decisions by an approval's id (contract section 3.3). The id of an intent decides its task, or
/// is refused as at every other door, and so is that of one of its steps. An id that belongs to
/// nothing here is put on record, as AXP wants it, and the answer says that nothing was decided.
@Controller("/v1/approvals")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
final class ApprovalController {
  static final String COLLECTION = "approvals";
  private static final int COMMENT_LENGTH_MAX = 1_000;

  /// Foreign approvals kept for each workspace; the oldest goes first.
  private static final int KEPT_MAX = 1_000;

  private final Commands commands;
  private final Reads reads;
  private final Directory directory;
  private final Clock clock;

  ApprovalController(Commands commands, Reads reads, Directory directory, Clock clock) {
    this.commands = commands;
    this.reads = reads;
    this.directory = directory;
    this.clock = clock;
  }

  @Post("/{id}/decision")
  CompletableFuture<String> decide(Caller caller, String id, HttpRequest<byte[]> request) {
    caller.require("decide", Scope.INITIATOR, Scope.AGENT, Scope.APPROVER);
    ObjectNode body = Bodies.object(request);
    Fields fields = Fields.of(body);
    String decision = fields.text("decision");
    Kind kind =
        switch (decision) {
          case "approve" -> Kind.APPROVE;
          case "reject" -> Kind.REJECT;
          default ->
              throw Refused.invalid("approve or reject in 'decision'", "got '" + decision + "'");
        };
    Optional<String> comment = fields.optionalText("comment", COMMENT_LENGTH_MAX);
    Command.Decide command = ThreadDecisions.of(kind, comment.orElse(""), body);
    UUID approval = uuid(id);
    IntentId target = new IntentId(approval);
    return reads
        .all(caller, intents -> intents.find(caller.workspace(), target))
        .thenCompose(
            found ->
                found.isPresent()
                    ? commands
                        .ask(
                            caller.principal(),
                            target,
                            command,
                            Commands.key(caller.idempotencyKey(), "approvals.decision", body))
                        .thenApply(_ -> answer(approval, decision, comment, true))
                    : recorded(caller, approval, decision, comment)
                        .thenApply(_ -> answer(approval, decision, comment, false)));
  }

  private CompletableFuture<Void> recorded(
      Caller caller, UUID approval, String decision, Optional<String> comment) {
    if (caller.principal().kind() == Principal.Kind.AGENT) {
      throw Refused.forbidden("the key of a person or a service to decide", "this is an agent's");
    }
    var kept = directory.documents(COLLECTION, caller.workspace());
    CompletableFuture<Void> room =
        kept.size() < KEPT_MAX
            ? CompletableFuture.completedFuture(null)
            : directory.remove(
                kept.stream()
                    .min(Comparator.comparing(DirectoryEntry.Document::updatedAt))
                    .orElseThrow());
    ObjectNode content = Answers.object().put("decision", decision);
    content.put("decided_by", caller.principal().id());
    comment.ifPresent(text -> content.put("comment", text));
    return room.thenCompose(
        _ ->
            directory.put(
                new DirectoryEntry.Document(
                    COLLECTION,
                    caller.workspace(),
                    approval.toString(),
                    CanonicalJson.of(content),
                    Set.of(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS))));
  }

  private String answer(UUID approval, String decision, Optional<String> comment, boolean decided) {
    ObjectNode answer = Answers.ok().put("decided", decided);
    answer
        .putObject("approval")
        .put("approval_id", approval.toString())
        .put("decision", decision)
        .put("comment", comment.orElse(null))
        .put("decided_at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
    return Answers.text(answer);
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException _) {
      throw Refused.invalid(
          "a UUID as the approval's id",
          "got '" + text.substring(0, Math.min(Limits.OUTCOME_LENGTH_MAX, text.length())) + "'");
    }
  }
}
