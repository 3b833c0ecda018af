package dev.assent.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.task.TaskType;
import dev.assent.platform.intake.Holders;
import dev.assent.platform.intake.Understood;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/scenarios.md`, the published schemas and the readers say the same.
class ScenarioReferenceTest {
  private static final Path PAGE = Path.of("../docs/scenarios.md");
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final JsonNode SCENARIO = CanonicalJson.parse(RequestSchema.SCENARIO.text());

  /// Each field that there is, where it has an effect.
  private static final String EVERY_FIELD =
      """
      {"$schema":"x","scenario_id":"all","title":"T","description":"D","idempotency_key":"k",
       "agents":[{"role":"worker","address":"bot","display_name":"B","description":"D",
         "delivery_mode":"http","callback_url":"https://example.org/in","secret":"0123456789abcdef",
         "create_if_missing":true}],
       "humans":[{"role":"sre","contact":"sre@example.org","display_name":"S","description":"D"}],
       "workflow":{"entry_step":"work","steps":[
        {"step_id":"work","description":"D","tool_id":"tool.agent.task.v1","assigned_to":"worker",
         "input":{"a":1},"retry":{"max_retries":1,"retry_delay_seconds":5},
         "step_deadline_seconds":60,"on_success":"ask","on_failure":"tell"},
        {"step_id":"ask","runtime_type":"human_approval","assigned_to":"sre",
         "requires_approval":true,"step_deadline_seconds":600,"on_deadline":"escalate",
         "remind_after_seconds":60,"remind_interval_seconds":60,"max_reminders":2,
         "escalate_to":"person:boss","human_task":{"title":"T","description":"D",
          "task_type":"review","allowed_outcomes":["approved","no-go"],
          "outcomes":{"no-go":"negative"},"required_comment":true,"evidence_required":true,
          "require_binding":true,"assignees":["sre"],"form_schema":{"type":"object"},"notify_email":"a@example.org"}},
        {"step_id":"cool","runtime_type":"delay","runtime_config":{"seconds":1,"reason":"R"}},
        {"step_id":"cool2","runtime_type":"delay","config":{"delay_seconds":1}},
        {"step_id":"tell","runtime_type":"notification","config":{"channels":["inbox"],"to":"sre",
         "subject":"S","body":"B"}}]},
       "intent":{"type":"t","payload":{},"deadline_at":"2999-01-01T00:00:00Z","correlation_id":"c",
         "reply_to":"bot","remind_after_seconds":60,"remind_interval_seconds":60,"max_reminders":2,
         "escalate_to":"sre","max_delivery_attempts":3,"human_task":{"title":"T"}}}\
      """;

  private static Scenario.Compiled compile(String bundle) {
    return ScenarioCompiler.compile(
        (ObjectNode) CanonicalJson.parse(bundle), WORKSPACE, _ -> false, _ -> true);
  }

  @Test
  void everyFieldOfTheSchemaHasAReader() {
    Scenario.Compiled compiled = compile(EVERY_FIELD);

    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.warnings()).isEmpty();
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCENARIO);
    assertThat(schema.validate(CanonicalJson.parse(EVERY_FIELD))).isEmpty();
    String said = CanonicalJson.parse(EVERY_FIELD).toString();
    SCENARIO
        .findValues("properties")
        .forEach(
            properties ->
                properties
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!name.equals("macro_id") && !name.equals("workflow_steps")) {
                            assertThat(said).contains("\"" + name + "\":");
                          }
                        }));
  }

  @Test
  void everyFieldThatIsReadIsInTheSchema() {
    Fields bundle = Fields.of((ObjectNode) CanonicalJson.parse(EVERY_FIELD));
    ScenarioCompiler.compile(bundle, WORKSPACE, _ -> false, _ -> true);

    assertThat(bundle.undocumented()).isEmpty();
  }

  @Test
  void bothSchemasKnowEveryTaskType() {
    JsonNode request = CanonicalJson.parse(RequestSchema.CREATE_REQUEST.text());
    for (JsonNode schema : List.of(SCENARIO, request)) {
      assertThat(schema.findPath("task_type").path("enum"))
          .extracting(JsonNode::asText)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(TaskType.values()).map(TaskType::wireName).toList());
    }
  }

  @Test
  void thePageHasEveryFieldAsTheSchemaHasIt() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(Reference.table(SCENARIO));
    for (Map.Entry<String, JsonNode> part : SCENARIO.path("$defs").properties()) {
      assertThat(page).contains("### " + part.getKey() + "\n");
      assertThat(page).as(part.getKey()).contains(Reference.table(part.getValue()));
    }
    assertThat(page)
        .contains(Reference.table(CanonicalJson.parse(RequestSchema.CREATE_REQUEST.text())));
  }

  @Test
  void thePagesExampleIsUnderstoodAsThePageSays() throws IOException {
    String page = Files.readString(PAGE);
    Matcher example =
        Pattern.compile("```json\n(.*?)```\n.*?```text\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(example.find()).isTrue();
    Scenario.Compiled compiled = compile(example.group(1));

    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.warnings()).isEmpty();
    assertThat(
            Understood.words(
                compiled.scenario().orElseThrow().plan(1), WORKSPACE, _ -> Holders.Held.NO))
        .containsExactly(example.group(2).strip().split("\n"));
  }
}
