package dev.assent.gateway.intents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Command;
import dev.assent.contract.Status;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.Lenient;
import dev.assent.gateway.edge.Understandings;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.intake.Advised;
import dev.assent.platform.intake.CreateRequest;
import dev.assent.platform.intake.ReportRequest;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.task.ShownFields;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.json.CanonicalJson;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// From a request's JSON to a [Command]. Only shapes are judged here.
@Singleton
final class IntentRequests {
  private final Directory directory;
  private final Understandings understandings;

  IntentRequests(Directory directory, Understandings understandings) {
    this.directory = directory;
    this.understandings = understandings;
  }

  /// Reads a request as soon as it is certain that a type which seems to have no policy has none:
  /// one that was applied a moment ago at another door may not be read here yet, and its gate would
  /// be missing.
  ///
  /// @param strict the query parameter: whether a warning is a mistake
  CompletableFuture<Advised> submit(Caller caller, CreateRequest request, Optional<String> strict) {
    CreateRequest.Read read = read(caller, request);
    return read.command().plan().policy().isPresent()
        ? CompletableFuture.completedFuture(told(caller, read, strict))
        : directory.caughtUp().thenApply(_ -> told(caller, read(caller, request), strict));
  }

  private CreateRequest.Read read(Caller caller, CreateRequest request) {
    return request.read(caller.principal(), directory, () -> UUID.randomUUID().toString());
  }

  private Advised told(Caller caller, CreateRequest.Read read, Optional<String> strict) {
    Advised advised = Advised.of(read, caller.workspace(), directory);
    Understandings.requireNone(advised.advice().warnings(), strict);
    return advised;
  }

  /// The plan of a request in words, where its author asks for them.
  ObjectNode explained(
      Caller caller, Command.Submit command, Optional<String> explain, ObjectNode answer) {
    if (Understandings.isSaid("explain", explain, false)) {
      answer.set(
          "understood",
          Answers.array(
              understandings.of(caller.workspace(), command.plan(), List.of()).words(),
              ArrayNode::add));
    }
    return answer;
  }

  /// A resume: what it is follows from its body alone (contract section 2.6), so that neither
  /// answer can be taken for the other.
  static Command.Request resume(ObjectNode body) {
    Fields fields = Fields.of(body);
    if (Lenient.isForPeople(body)) {
      return decide(body);
    }
    if (body.has("task_result")) {
      throw Refused.invalid("an object in 'task_result'", "it is " + body.get("task_result"));
    }
    Optional<Boolean> handOff = fields.optionalFlag("approve_current_step");
    if (handOff.isPresent()) {
      if (!handOff.get()) {
        throw Refused.invalid("true in 'approve_current_step'", "it is false");
      }
      return new Command.HandOff(
          fields.optionalText("reason", Limits.COMMENT_LENGTH_MAX).orElse(""),
          fields.optionalText("next_handler", Limits.ADDRESS_LENGTH_MAX));
    }
    return ReportRequest.report(ReportRequest.kind(body), body);
  }

  private static Command.Decide decide(ObjectNode body) {
    ObjectNode result = (ObjectNode) body.get("task_result");
    Fields fields = Fields.of(result);
    ObjectNode data = Lenient.fields(result);
    return new Command.Decide(
        Lenient.outcome(body)
            .orElseThrow(() -> Refused.invalid("a text in 'task_result.outcome'", "there is none")),
        ShownFields.read(Fields.of(body)),
        fields.optionalText("comment", Limits.COMMENT_LENGTH_MAX).orElse(""),
        CanonicalJson.of(data),
        Lenient.hasEvidence(data),
        Optional.empty());
  }

  static Command.Resolve resolve(ObjectNode body) {
    Fields fields = Fields.of(body);
    String status = fields.text("status");
    Status end =
        switch (status) {
          case "COMPLETED" -> Status.COMPLETED;
          case "FAILED" -> Status.FAILED;
          case "CANCELED" -> Status.CANCELED;
          default ->
              throw Refused.invalid(
                  "COMPLETED, FAILED or CANCELED in 'status'", "got '" + status + "'");
        };
    return new Command.Resolve(
        end,
        CanonicalJson.of(Lenient.resolution(body)),
        fields.optionalText("reason", Limits.COMMENT_LENGTH_MAX).orElse(""));
  }
}
