package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Command;
import dev.assent.contract.Hash;
import dev.assent.contract.Json;
import dev.assent.contract.Limits;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.gateway.scenario.Fields;
import dev.assent.gateway.scenario.IntentPlans;
import dev.assent.wire.CanonicalJson;
import dev.assent.wire.DirectoryEntry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/// From a request's JSON to a [Command]. Only shapes are judged here.
@Singleton
final class IntentRequests {
  /// Addresses that name no agent of a client's own: the holder between a workflow's steps.
  private static final String BUILT_IN_AGENT = "agent_core";

  private static final String PEOPLE = "human";

  private final Directory directory;

  IntentRequests(Directory directory) {
    this.directory = directory;
  }

  /// @param body a create request after [Lenient#camelCase]
  Command.Submit submit(Caller caller, ObjectNode body) {
    Fields fields = Fields.of(body);
    String type = Lenient.intentType(fields.text("intent_type", Limits.NAME_LENGTH_MAX));
    String to = fields.text("to_agent", Limits.ADDRESS_LENGTH_MAX);
    Json payload = CanonicalJson.of(Lenient.payload(body));
    if (payload.bytes() > Limits.PAYLOAD_BYTES_MAX) {
      throw Refused.tooLarge(
          "a payload of at most " + Limits.PAYLOAD_BYTES_MAX + " bytes",
          "it has " + payload.bytes());
    }
    return new Command.Submit(
        type,
        fields
            .optionalText("correlation_id", Limits.NAME_LENGTH_MAX)
            .orElseGet(() -> UUID.randomUUID().toString()),
        caller.principal().id(),
        to,
        payload,
        fields.optionalText("reply_to", Limits.ADDRESS_LENGTH_MAX),
        fields.optionalTime("deadline_at"),
        plan(caller.workspace(), fields, type, to));
  }

  /// The intent's own question, else its type's policy, else its agent.
  private Plan plan(Workspace workspace, Fields fields, String type, String to) {
    if (fields.has("human_task")) {
      return IntentPlans.human(fields, type);
    }
    Optional<Plan> policy = directory.policy(workspace, type).map(DirectoryEntry.Policy::plan);
    if (to.equals(PEOPLE)) {
      return policy.orElseGet(() -> IntentPlans.human(fields, type));
    }
    AgentAddress agent = Lenient.address(to, workspace);
    boolean registered = directory.agent(workspace, agent).isPresent();
    return policy
        .map(
            plan ->
                agent.name().equals(BUILT_IN_AGENT) ? plan : plan.withFirstAgent(agent, registered))
        .orElseGet(() -> IntentPlans.agent(fields, agent, registered));
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
    if (fields.optionalFlag("approve_current_step").orElse(false)) {
      return new Command.HandOff(
          fields.optionalText("reason", Limits.COMMENT_LENGTH_MAX).orElse(""),
          fields.optionalText("next_handler", Limits.ADDRESS_LENGTH_MAX));
    }
    return report(body);
  }

  private static Command.Decide decide(ObjectNode body) {
    ObjectNode result = (ObjectNode) body.get("task_result");
    Fields fields = Fields.of(result);
    ObjectNode data = Lenient.fields(result);
    return new Command.Decide(
        Lenient.outcome(body)
            .orElseThrow(() -> Refused.invalid("a text in 'task_result.outcome'", "there is none")),
        Fields.of(body).optionalCount("task_version", 1, Integer.MAX_VALUE),
        Fields.of(body).optionalText("content_hash").map(IntentRequests::hash),
        fields.optionalText("comment", Limits.COMMENT_LENGTH_MAX).orElse(""),
        CanonicalJson.of(data),
        Lenient.hasEvidence(data),
        Optional.empty());
  }

  private static Hash hash(String hex) {
    try {
      return new Hash(hex);
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("64 hex digits in 'content_hash'", "got '" + hex + "'");
    }
  }

  private static Command.Report report(ObjectNode body) {
    Fields fields = Fields.of(body);
    Json json = CanonicalJson.of(body);
    Command.Report.Kind kind = Lenient.reported(body);
    String reason =
        kind == Command.Report.Kind.FAIL
            ? fields.optionalText("reason").or(() -> fields.optionalText("error")).orElse("")
            : "";
    return new Command.Report(kind, json, reason);
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
