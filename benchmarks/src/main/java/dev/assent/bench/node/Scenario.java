package dev.assent.bench.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.http.LeanHttp;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/// The intent type of one run: an agent's step, then a person's approval with a reminder and a
/// deadline. Its name and its agent's are the run's own, so that runs do not meet.
///
/// @param remindAfter long enough that no reminder fires where none is measured
public record Scenario(String name, Duration remindAfter) {
  private static final int NAME_LENGTH = 8;
  private static final Duration AGENT_WITHIN = Duration.ofHours(1);
  private static final Duration PERSON_WITHIN = Duration.ofDays(1);

  /// One that no run had before.
  ///
  /// @param kind what is measured; begins the names
  public static Scenario fresh(String kind, Duration remindAfter) {
    String random = UUID.randomUUID().toString().substring(0, NAME_LENGTH);
    return new Scenario(kind + "-" + random, remindAfter);
  }

  public String agent() {
    return name;
  }

  public String intentType() {
    return "intent." + name.replace('-', '.') + ".v1";
  }

  /// Makes the agent and the policy, and submits the scenario's own intent, whose id follows from
  /// the name.
  ///
  /// @return that intent's id
  public String apply(LeanHttp initiator) throws IOException {
    return initiator
        .post("/v1/scenarios/apply", bundle().toString(), name)
        .orThrow("the scenario")
        .path("intent_id")
        .asText();
  }

  /// The agent as its topic is named after it: in the workspace of the key that applied this.
  public AgentAddress agentAddress(LeanHttp initiator) throws IOException {
    String address =
        initiator
            .get("/v1/agents/" + agent())
            .orThrow("the scenario's agent")
            .path("agent")
            .path("address")
            .asText();
    return AgentAddress.parse(address, new Workspace("-", "-"));
  }

  /// What a service sends to get one more.
  public String intent() {
    ObjectNode body = object().put("intent_type", intentType()).put("to_agent", agent());
    body.set("payload", change());
    return body.toString();
  }

  /// What every intent of the run is about: a JSON object.
  public String payload() {
    return change().toString();
  }

  private JsonNode bundle() {
    ObjectNode bundle = object().put("scenario_id", name + ".v1");
    bundle
        .putArray("agents")
        .addObject()
        .put("role", "validator")
        .put("address", agent())
        .put("create_if_missing", true);
    bundle.putArray("humans").addObject().put("role", "sre_oncall").put("display_name", "SRE");
    var steps = bundle.putObject("workflow").putArray("steps");
    steps
        .addObject()
        .put("step_id", "validate")
        .put("assigned_to", "validator")
        .put("step_deadline_seconds", AGENT_WITHIN.toSeconds());
    steps
        .addObject()
        .put("step_id", "approve")
        .put("assigned_to", "sre_oncall")
        .put("requires_approval", true)
        .put("step_deadline_seconds", PERSON_WITHIN.toSeconds())
        .put("remind_after_seconds", remindAfter.toSeconds())
        .set(
            "human_task",
            object()
                .put("title", "Approve the change")
                .put("description", "Validation passed. Review the plan and decide."));
    ObjectNode intent = bundle.putObject("intent").put("type", intentType());
    intent.set("payload", change());
    return bundle;
  }

  private static ObjectNode change() {
    return object()
        .put("change_type", "database_migration")
        .put("target", "prod-postgres-main")
        .put("migration", "add_index_users_email")
        .put("estimated_downtime", "0s")
        .put("rollback_plan", "DROP INDEX idx_users_email")
        .put("requested_by", "deploy-pipeline");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
