package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an answer to a task means, from its author to the plan: a word that nobody called an
/// approval never is one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutcomesApiTest {
  private static final String GATE =
      """
      {"scenario_id":"gate","humans":[{"role":"sre"}],"agents":[{"role":"deployer","address":"deployer"}],
       "workflow":{"steps":[{"step_id":"ask","assigned_to":"sre","human_task":{"title":"Deploy?",%s}},
                            {"step_id":"deploy","assigned_to":"local/default/deployer"}]},
       "intent":{"type":"intent.deploy.v1","payload":{}}}\
      """;

  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private String ask(String humanTask) {
    Http.Answer answer =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"intent.x.v1\",\"to_agent\":\"human\",\"payload\":{},"
                    + "\"human_task\":{\"title\":\"T\","
                    + humanTask
                    + "}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("intent_id").asText();
  }

  private Http.Answer answer(String id, String result) {
    return gateway
        .approver()
        .post("/v1/intents/" + id + "/resume", "{\"task_result\":" + result + "}");
  }

  private JsonNode intent(String id) {
    return gateway.initiator().get("/v1/intents/" + id).json().get("intent");
  }

  @Test
  void outcomesThatNobodyExplains_areRefusedAtEveryDoorOfAScenario() {
    String bundle = GATE.formatted("\"allowed_outcomes\":[\"go\",\"no-go\"]");
    String told = "'workflow.steps[0].human_task.outcomes', but nothing says what [go, no-go] mean";

    Http.Answer applied = gateway.initiator().post("/v1/scenarios/apply", bundle);
    Http.Answer validated = gateway.initiator().post("/v1/scenarios/validate", bundle);
    Http.Answer created =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"intent.x.v1\",\"to_agent\":\"human\",\"human_task\":"
                    + "{\"allowed_outcomes\":[\"deploy\",\"abort\"]}}");

    assertThat(applied.status()).isEqualTo(422);
    assertThat(applied.json().get("detail").asText()).contains(told);
    assertThat(validated.json().get("valid").asBoolean()).isFalse();
    assertThat(validated.json().get("errors").toString()).contains(told);
    assertThat(created.status()).isEqualTo(422);
    assertThat(created.json().get("detail").asText()).contains("[deploy, abort]");
  }

  @Test
  void noGoStopsWhatItsAuthorCallsNegative() {
    String words = "\"outcomes\":{\"go\":\"positive\",\"no-go\":\"negative\"}";
    Http.Answer applied = gateway.initiator().post("/v1/scenarios/apply", GATE.formatted(words));
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    String stopped = applied.json().get("intent_id").asText();
    String going =
        gateway
            .initiator()
            .post("/v1/scenarios/apply", GATE.formatted(words))
            .json()
            .get("intent_id")
            .asText();

    assertThat(answer(stopped, "{\"outcome\":\"no-go\"}").status()).isEqualTo(200);
    assertThat(answer(going, "{\"outcome\":\"approved\"}").status()).isEqualTo(200);

    assertThat(intent(stopped).get("status").asText()).isEqualTo("FAILED");
    assertThat(intent(going).get("waiting_reason").asText()).isEqualTo("WAITING_FOR_AGENT");
  }

  @Test
  void everyWayOfAChoiceGoesOn_andApproveIsNoneOfThem() {
    String id = ask("\"task_type\":\"choice\",\"allowed_outcomes\":[\"blue\",\"green\"]");

    Http.Answer approve = answer(id, "{\"outcome\":\"approved\"}");
    assertThat(approve.status()).isEqualTo(422);
    assertThat(approve.json().get("detail").asText()).contains("one of [blue, green]");
    assertThat(intent(id).at("/human_task/outcomes").toString())
        .isEqualTo("{\"blue\":\"positive\",\"green\":\"positive\"}");
    assertThat(answer(id, "{\"outcome\":\"green\"}").status()).isEqualTo(200);
    assertThat(intent(id).get("status").asText()).isEqualTo("COMPLETED");
  }

  /// What `axme tasks` sends as its help and AXME's documents say it, for each type.
  @ParameterizedTest
  @CsvSource({
    "approval, '{\"outcome\":\"approved\"}', COMPLETED",
    "review, '{\"outcome\":\"approved\"}', COMPLETED",
    "review, '{\"outcome\":\"changes_requested\",\"comment\":\"more\"}', FAILED",
    "clarification, '{\"outcome\":\"provided\",\"billing_contact\":\"b@example.org\"}', COMPLETED",
    "clarification, '{\"outcome\":\"rejected\"}', FAILED",
    "manual_action, '{\"outcome\":\"completed\"}', COMPLETED",
    "manual_action, '{\"outcome\":\"failed\",\"comment\":\"locked\"}', FAILED",
    "confirmation, '{\"outcome\":\"confirmed\"}', COMPLETED",
    "confirmation, '{\"outcome\":\"rejected\"}', FAILED",
    "assignment, '{\"outcome\":\"assigned\",\"assignee\":\"user@example.com\"}', COMPLETED",
    "override, '{\"outcome\":\"override_approved\",\"comment\":\"urgent\"}', COMPLETED"
  })
  void axmesCommandForEachTypeWorksAsItIsDocumented(String type, String sent, String status) {
    String id = ask("\"task_type\":\"" + type + "\"");

    Http.Answer answer = answer(id, sent);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(intent(id).get("status").asText()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "attach_file, evidence_required, '{\"outcome\":\"provided\"}', evidence",
    "override, required_comment, '{\"outcome\":\"approved\"}', a comment"
  })
  void whatIsShownIsWhatIsEnforced_andAFalseThatCannotHoldIsToldToItsAuthor(
      String type, String field, String sent, String missing) {
    String task = "\"task_type\":\"" + type + "\",\"" + field + "\":false";
    String id = ask(task);

    assertThat(intent(id).at("/human_task/" + field).asBoolean()).isTrue();
    assertThat(gateway.approver().get("/v1/me/tasks").json().findValues(field))
        .anyMatch(JsonNode::asBoolean);
    Http.Answer refused = answer(id, sent);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("detail").asText()).contains("expected " + missing);
    assertThat(
            gateway
                .initiator()
                .post("/v1/scenarios/validate", GATE.formatted(task))
                .json()
                .get("warnings")
                .toString())
        .contains("workflow.steps[0].human_task." + field, "false has no effect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'objekt'} | .type",
        "{'properties':{'a':{'pattern':'('}}} | .properties.a.pattern",
        "{'$schema':'http://json-schema.org/draft-07/schema#'} | .$schema",
        "{'$ref':'#/$defs/nope'} | .$ref",
        "{'$ref':'http://127.0.0.1:1/x.json'} | .$ref"
      })
  void aFormThatNobodyCanFillIn_isRefusedAtEveryDoor(String form, String path) {
    String task = "\"form_schema\":" + form.replace('\'', '"');

    Http.Answer created =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"intent.x.v1\",\"to_agent\":\"human\",\"human_task\":{"
                    + task
                    + "}}");
    Http.Answer applied = gateway.initiator().post("/v1/scenarios/apply", GATE.formatted(task));
    Http.Answer validated =
        gateway.initiator().post("/v1/scenarios/validate", GATE.formatted(task));

    assertThat(created.status()).isEqualTo(422);
    assertThat(created.json().get("detail").asText())
        .contains(
            "a JSON Schema (2020-12) that somebody can satisfy in 'human_task.form_schema" + path);
    assertThat(applied.status()).isEqualTo(422);
    assertThat(applied.json().get("detail").asText())
        .contains("workflow.steps[0].human_task.form_schema" + path);
    assertThat(validated.json().get("errors").toString())
        .contains("workflow.steps[0].human_task.form_schema" + path);
  }
}
