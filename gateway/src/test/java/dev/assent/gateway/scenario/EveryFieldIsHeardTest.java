package dev.assent.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.wire.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each field that there is, written wherever its object may be, one at a time: it changes what
/// comes of the scenario, or is refused, or is named.
class EveryFieldIsHeardTest {
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final JsonNode SCHEMA = CanonicalJson.parse(RequestSchema.SCENARIO.text());

  /// A step of each kind.
  private static final String ALL_KINDS =
      """
      {"scenario_id":"s","intent":{"type":"t"},
       "agents":[{"role":"worker","address":"bot","create_if_missing":true},
        {"role":"other","address":"elsewhere"}],
       "humans":[{"role":"sre"},{"role":"boss"}],
       "workflow":{"steps":[
        {"step_id":"work","assigned_to":"worker","retry":{}},
        {"step_id":"more","assigned_to":"other","human_task":{}},
        {"step_id":"ask","assigned_to":"sre","human_task":{}},
        {"step_id":"cool","runtime_type":"delay","config":{"seconds":1}},
        {"step_id":"tell","runtime_type":"notification","config":{}},
        {"step_id":"told","runtime_type":"notification","config":{"to":"y"}},
        {"step_id":"last","assigned_to":"boss","step_deadline_seconds":900,
         "remind_after_seconds":5,"remind_interval_seconds":5,"max_reminders":2,
         "escalate_to":"person:bob"}]}}\
      """;

  private static final String WITHOUT_PEOPLE =
      """
      {"scenario_id":"s","intent":{"type":"t"},
       "agents":[{"role":"worker","address":"bot","create_if_missing":true}],
       "workflow":{"steps":[{"step_id":"work","assigned_to":"worker"}]}}\
      """;

  /// What the intent could say for its step, the step says itself.
  private static final String WITHOUT_AGENTS =
      """
      {"scenario_id":"s","intent":{"type":"t"},"humans":[{"role":"sre"}],
       "workflow":{"steps":[{"step_id":"ask","assigned_to":"sre","remind_after_seconds":7,
        "remind_interval_seconds":7,"max_reminders":7,"escalate_to":"person:bob"}]}}\
      """;

  private static final List<String> YES_AND_NO = List.of("true", "false");

  /// Values that are not those of a field that is not said.
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry("allowed_outcomes", List.of("['approved','rejected','no']")),
          Map.entry("assigned_to", List.of("'boss'", "'sre'", "'worker'")),
          Map.entry("assignees", List.of("['role:dba']")),
          Map.entry("callback_url", List.of("'https://example.org/in'")),
          Map.entry("channels", List.of("['inbox']")),
          Map.entry("contact", List.of("'sre@example.org'", "'ada'")),
          Map.entry("deadline_at", List.of("'2999-01-01T00:00:00Z'")),
          Map.entry("delivery_mode", List.of("'http'", "'poll'")),
          Map.entry("escalate_to", List.of("'person:amy'")),
          Map.entry("form_schema", List.of("{'type':'object'}")),
          Map.entry("human_task", List.of("{'title':'T'}")),
          Map.entry("input", List.of("{'a':1}", "{'to':'z'}")),
          Map.entry("on_deadline", List.of("'next'", "'escalate'")),
          Map.entry("on_failure", List.of("'last'", "'work'")),
          Map.entry("on_success", List.of("'last'", "'work'")),
          Map.entry("outcomes", List.of("{'go':'positive','stop':'negative'}")),
          Map.entry("payload", List.of("{'a':1}")),
          Map.entry("requires_approval", YES_AND_NO),
          Map.entry("retry", List.of("{'max_retries':1}", "{'retry_delay_seconds':9}")),
          Map.entry("runtime_config", List.of("{'seconds':9}", "{'to':'z'}")),
          Map.entry("config", List.of("{'seconds':9}", "{'to':'z'}")),
          Map.entry("runtime_type", List.of("'human_approval'", "'delay'", "'reminder'")),
          Map.entry("secret", List.of("'0123456789abcdef0123'")),
          Map.entry("task_type", List.of("'override'")),
          Map.entry(
              "tool_id",
              List.of(
                  "'tool.agent.task.v1'",
                  "'tool.approval.human_signoff'",
                  "'tool.internal.delay'",
                  "'tool.notification.email'",
                  "'tool.infra.check'")),
          Map.entry("workflow_steps", List.of("[{'step_id':'x','assigned_to':'sre'}]")));

  /// What a step of each kind is anyway; saying it again is no slip.
  private static final Set<String> SAYS_THE_SAME =
      Set.of(
          "on an agent's step requires_approval: false",
          "on an agent's step tool_id: \"tool.agent.task.v1\"",
          "on an agent's step that asks requires_approval: true",
          "on an agent's step that asks tool_id: \"tool.agent.task.v1\"",
          "on an agent's step that asks tool_id: \"tool.approval.human_signoff\"",
          "on a person's step requires_approval: true",
          "on a person's step runtime_type: \"human_approval\"",
          "on a person's step tool_id: \"tool.approval.human_signoff\"",
          "on a wait requires_approval: false",
          "on a wait tool_id: \"tool.internal.delay\"",
          "on a message requires_approval: false",
          "on a message tool_id: \"tool.notification.email\"");

  private final List<String> unheard = new ArrayList<>();

  private static Scenario.Compiled compile(ObjectNode bundle) {
    return ScenarioCompiler.compile(bundle.deepCopy(), WORKSPACE, _ -> false, _ -> true);
  }

  private static JsonNode json(String text) {
    return CanonicalJson.parse(text.replace('\'', '"'));
  }

  private static List<JsonNode> values(String name, JsonNode schema) {
    String other =
        switch (schema.path("type").asText()) {
          case "boolean" -> "true";
          case "integer", "number" -> "9";
          default -> "'word'";
        };
    return VALUES.getOrDefault(name, List.of(other)).stream()
        .map(EveryFieldIsHeardTest::json)
        .toList();
  }

  /// What comes of a scenario. An agent that it does not register is nothing of it.
  private static List<Object> effect(Scenario scenario) {
    return List.of(
        scenario.id(),
        scenario.intentType(),
        scenario.payload(),
        scenario.deadlineAt(),
        scenario.correlationId(),
        scenario.replyTo(),
        scenario.plan(1),
        scenario.agents().stream().filter(Scenario.AgentEntry::create).toList());
  }

  private void walk(ObjectNode root, String path, ObjectNode object, JsonNode schema) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      String name = field.getKey();
      String at = path.isEmpty() ? name : path + "." + name;
      JsonNode inner = object.path(name);
      if (inner instanceof ObjectNode deeper) {
        walk(root, at, deeper, part(field.getValue()));
      } else if (inner.isArray()) {
        for (int i = 0; i < inner.size(); i++) {
          ObjectNode element = (ObjectNode) inner.get(i);
          walk(root, at + "[" + i + "]", element, part(field.getValue().path("items")));
        }
      } else if (!object.has(name) && !isForPeopleAlone(field.getValue())) {
        values(name, field.getValue()).forEach(value -> hear(root, at, object, name, value));
      }
    }
  }

  /// Or for the door alone, as an idempotency key is.
  private static boolean isForPeopleAlone(JsonNode field) {
    String description = field.path("description").asText();
    return description.contains("without effect") || description.contains("Idempotency-Key");
  }

  private static JsonNode part(JsonNode schema) {
    String ref = schema.path("$ref").asText();
    return ref.isEmpty() ? schema : SCHEMA.at(ref.substring(1));
  }

  private void hear(ObjectNode root, String path, ObjectNode object, String name, JsonNode value) {
    Scenario.Compiled without = compile(root);
    object.set(name, value);
    Scenario.Compiled with = compile(root);
    object.remove(name);
    boolean heard =
        !with.errors().isEmpty()
            || !effect(with.scenario().orElseThrow())
                .equals(effect(without.scenario().orElseThrow()))
            || named(name, with).size() > named(name, without).size();
    if (!heard) {
      unheard.add((path.contains("steps[") ? where(object) : path) + " " + name + ": " + value);
    }
  }

  /// An intent's field may be named at the step that has it from there.
  private static List<Warning> named(String field, Scenario.Compiled compiled) {
    return compiled.warnings().stream()
        .filter(warning -> List.of(warning.path().split("\\W")).contains(field))
        .toList();
  }

  private static String where(ObjectNode step) {
    boolean asks = step.has("human_task");
    return switch (step.path("runtime_type").asText() + step.path("assigned_to").asText()) {
      case "delay" -> "on a wait";
      case "notification" -> "on a message";
      case "worker", "other" -> "on an agent's step" + (asks ? " that asks" : "");
      default -> "on a person's step";
    };
  }

  @Test
  void aFieldHasAnEffectOrIsRefusedOrNamed() {
    for (String base : List.of(ALL_KINDS, WITHOUT_PEOPLE, WITHOUT_AGENTS)) {
      ObjectNode root = (ObjectNode) json(base);
      assertThat(compile(root).errors()).isEmpty();
      walk(root, "", root, SCHEMA);
    }

    assertThat(unheard).isSubsetOf(SAYS_THE_SAME);
  }
}
