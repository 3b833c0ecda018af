package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioApiTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  static String seed() {
    try (InputStream in = ScenarioApiTest.class.getResourceAsStream("/axp/scenario.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("scenario.json", e);
    }
  }

  private JsonNode apply(String bundle) {
    Http.Answer answer = gateway.initiator().post("/v1/scenarios/apply", bundle);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems("scenarios.bundle", answer.json())).isEmpty();
    return answer.json();
  }

  private JsonNode intent(String id) {
    return gateway.initiator().get("/v1/intents/" + id).json().get("intent");
  }

  private String delivered(String agent) {
    String stream =
        gateway.agent().get("/v1/agents/" + agent + "/intents/stream?wait_seconds=1").text();
    return stream.replaceAll("(?s).*\"intent_id\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void theSeedsScenarioGoesThroughAgentAndPersonToItsEnd() {
    JsonNode applied = apply(seed());
    String root = applied.get("intent_id").asText();
    assertThat(applied.get("agents_provisioned").get(0).get("address").asText())
        .isEqualTo("infra-validator-demo");
    assertThat(gateway.node().topics())
        .extracting(Object::toString)
        .contains("agent://local/default/infra-validator-demo");

    String step = delivered("infra-validator-demo");
    JsonNode work = intent(step);
    assertThat(work.get("parent_intent_id").asText()).isEqualTo(root);
    assertThat(work.get("payload").get("parent_payload").get("target").asText())
        .isEqualTo("prod-postgres-main");
    assertThat(
            gateway
                .agent()
                .post("/v1/intents/" + step + "/resume", "{\"action\":\"complete\"}")
                .status())
        .isEqualTo(200);
    assertThat(intent(step).get("status").asText()).isEqualTo("COMPLETED");
    assertThat(
            gateway
                .initiator()
                .get("/v1/intents/" + step + "/events")
                .json()
                .findValuesAsText("event_type"))
        .containsExactly(
            "intent.created", "intent.submitted", "intent.delivered", "intent.completed");

    JsonNode waiting = intent(root);
    assertThat(waiting.get("lifecycle_waiting_reason").asText()).isEqualTo("WAITING_FOR_HUMAN");
    assertThat(waiting.get("human_task").get("title").asText())
        .isEqualTo("SRE Approval - infrastructure change");
    assertThat(waiting.get("pending_with").get("name").asText()).isEqualTo("sre_oncall");

    gateway
        .approver()
        .post("/v1/intents/" + root + "/resume", "{\"task_result\":{\"outcome\":\"approved\"}}");
    assertThat(intent(root).get("status").asText()).isEqualTo("COMPLETED");
    assertThat(
            gateway
                .initiator()
                .get("/v1/intents/" + root + "/events")
                .json()
                .get("events")
                .findValuesAsText("event_type"))
        .containsExactly(
            "intent.created",
            "intent.submitted",
            "intent.waiting",
            "intent.in_progress",
            "intent.human_task_assigned",
            "intent.in_progress",
            "intent.completed");
  }

  @Test
  void anAppliedScenarioIsThePolicyOfItsType() {
    String bundle = seed().replace("change_approval.v1", "gated.v1");
    assertThat(apply(bundle).get("compile_id").asText()).endsWith("@1");
    assertThat(apply(bundle).get("compile_id").asText()).as("unchanged").endsWith("@1");
    String shorter =
        bundle.replace("\"step_deadline_seconds\": 3600", "\"step_deadline_seconds\": 60");
    Http.Answer changed =
        gateway.admin().post("/v1/scenarios/apply?reason=nobody+waits+that+long", shorter);
    assertThat(changed.json().path("compile_id").asText()).as(changed.text()).endsWith("@2");

    String id =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                """
                {"intent_type":"intent.infra.gated.v1","payload":{},
                 "to_agent":"agent://myorg/production/infra-validator"}\
                """)
            .json()
            .get("intent_id")
            .asText();

    JsonNode intent = intent(id);
    assertThat(intent.get("policy").get("version").asInt()).isEqualTo(2);
    assertThat(intent.get("pending_with").get("ref").asText())
        .as("the policy's agent, not the one that the request names")
        .isEqualTo("agent://local/default/infra-validator-demo");
    String step = delivered("infra-validator-demo");
    gateway.agent().post("/v1/intents/" + step + "/resume", "{\"action\":\"complete\"}");
    assertThat(intent(id).get("lifecycle_waiting_reason").asText()).isEqualTo("WAITING_FOR_HUMAN");
  }

  @Test
  void aRepeatWithTheSameKeyIsTheSameIntent() {
    String keyed = seed().replaceFirst("\\{", "{\"idempotency_key\":\"apply-7\",");

    JsonNode first = apply(keyed);
    JsonNode again = apply(keyed);

    assertThat(again.get("intent_id")).isEqualTo(first.get("intent_id"));
    assertThat(again.get("idempotent").asBoolean()).isTrue();
    Http.Answer other =
        gateway
            .initiator()
            .with("Idempotency-Key", "apply-7")
            .post("/v1/scenarios/apply", seed().replace("0s", "9s"));
    assertThat(other.status()).isEqualTo(409);
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    String wrong =
        """
        {"scenario_id":"","intent":{"payload":[]},
         "workflow":{"entry_step":"nowhere","steps":[
           {"step_id":"a","assigned_to":"a/b/x","on_success":"b"},
           {"step_id":"a","assigned_to":"a/b/x","step_deadline_seconds":-1}]}}\
        """;
    Http.Answer validated = gateway.initiator().post("/v1/scenarios/validate", wrong);
    assertThat(validated.status()).isEqualTo(200);
    assertThat(validated.json().get("valid").asBoolean()).isFalse();
    assertThat(validated.json().get("errors").toString())
        .contains("'scenario_id'", "'intent.type'", "'intent.payload'", "'b'", "'nowhere'")
        .contains("workflow.steps[1].step_deadline_seconds");

    Http.Answer applied = gateway.initiator().post("/v1/scenarios/apply", wrong);
    assertThat(applied.status()).isEqualTo(422);
    assertThat(applied.json().get("detail").asText()).contains("'scenario_id'");
    assertThat(
            gateway
                .initiator()
                .post("/v1/scenarios/validate", seed())
                .json()
                .get("valid")
                .asBoolean())
        .isTrue();
  }

  /// The seed's scenario with the person written in five other ways: each asks a person, or says
  /// no.
  @Test
  void fiveSpellingsOfAGateEachAskAPersonOrSayNo() {
    String agentOnly =
        """
        {"scenario_id":"five","intent":{"type":"intent.five%s.v1","payload":{}%s},
         "agents":[{"role":"worker","address":"five-worker","create_if_missing":true}],
         "humans":[{"role":"sre_oncall"}],
         "workflow":{"steps":[{"step_id":"deploy","assigned_to":"worker"%s}%s]}}\
        """;
    List<String> asking =
        List.of(
            agentOnly.formatted("1", "", ",\"requires_approval\":true", ""),
            agentOnly.formatted("2", "", ",\"human_task\":{\"title\":\"May it?\"}", ""),
            agentOnly.formatted("3", "", ",\"tool_id\":\"tool.approval.human_signoff\"", ""),
            agentOnly.formatted("4", ",\"human_task\":{\"title\":\"May it?\"}", "", ""));
    for (String bundle : asking) {
      String root = apply(bundle).get("intent_id").asText();
      gateway
          .agent()
          .post("/v1/intents/" + delivered("five-worker") + "/resume", "{\"action\":\"complete\"}");
      assertThat(intent(root).get("lifecycle_waiting_reason").asText())
          .as(bundle)
          .isEqualTo("WAITING_FOR_HUMAN");
      gateway
          .approver()
          .post("/v1/intents/" + root + "/resume", "{\"task_result\":{\"outcome\":\"approved\"}}");
      assertThat(intent(root).get("status").asText()).isEqualTo("COMPLETED");
    }

    String misspelt =
        agentOnly.formatted("5", "", "", ",{\"step_id\":\"ask\",\"assigned_to\":\"sre_oncal\"}");
    Http.Answer refused = gateway.initiator().post("/v1/scenarios/apply", misspelt);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("detail").asText())
        .contains("'workflow.steps[1].assigned_to'", "did you mean 'sre_oncall'?");
  }

  @Test
  void anAnswerThatContradictsItselfDecidesNothing() {
    String bundle =
        """
        {"scenario_id":"c","intent":{"type":"intent.contradiction.v1"},"humans":[{"role":"sre"}]}\
        """;
    String root = apply(bundle).get("intent_id").asText();
    for (String said :
        List.of("\"approved\",\"approved\":false", "\"rejected\",\"approved\":true")) {
      Http.Answer refused =
          gateway
              .approver()
              .post(
                  "/v1/intents/" + root + "/resume",
                  "{\"task_result\":{\"outcome\":" + said + "}}");
      assertThat(refused.status()).as(said).isEqualTo(422);
      assertThat(refused.text()).contains("says the opposite");
    }
    assertThat(intent(root).get("status").asText()).isEqualTo("WAITING");
  }

  @Test
  void aFieldWithoutEffectIsNamed() {
    String slip =
        seed()
            .replace("change_approval.v1", "slip.v1")
            .replace("\"remind_after_seconds\"", "\"remind_afer_seconds\"");
    String expected =
        "'workflow.steps[1].remind_afer_seconds': there is no such field; did you mean"
            + " 'remind_after_seconds'? It has no effect";

    for (String action : List.of("validate", "apply")) {
      assertThat(gateway.initiator().post("/v1/scenarios/" + action, slip).json().get("warnings"))
          .as(action)
          .singleElement()
          .extracting(JsonNode::asText)
          .isEqualTo(expected);
    }
    assertThat(apply(seed()).has("warnings")).isFalse();
  }

  @Test
  void whatWasUnderstoodIsSaidInWords() {
    String bundle = seed().replace("change_approval.v1", "words.v1");
    JsonNode validated = gateway.initiator().post("/v1/scenarios/validate", bundle).json();
    assertThat(validated.get("understood"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "1. validate_change: agent infra-validator-demo, within 2 min.",
            "2. sre_approval: anyone with the role sre_oncall (only keys with every role hold it)"
                + " is asked 'SRE Approval - infrastructure change'; approved goes on, rejected"
                + " ends it FAILED; reminder after 5 min, then every 5 min, at most 3; after 1 h:"
                + " times out.");
    assertThat(apply(bundle).get("understood")).isEqualTo(validated.get("understood"));
    JsonNode shown = gateway.agent().get("/v1/scenarios/intent.infra.words.v1").json();
    assertThat(shown.get("understood")).isEqualTo(validated.get("understood"));
    assertThat(shown.get("policy").get("version").asInt()).isEqualTo(1);
    assertThat(gateway.agent().get("/v1/scenarios").json().findValuesAsText("intent_type"))
        .contains("intent.infra.words.v1");
    assertThat(gateway.agent().get("/v1/scenarios/unknown.v1").status()).isEqualTo(404);

    JsonNode submitted =
        gateway
            .initiator()
            .post(
                "/v1/intents?explain=true",
                """
                {"intent_type":"intent.infra.words.v1","payload":{},
                 "to_agent":"infra-validator-demo"}\
                """)
            .json();
    assertThat(submitted.get("understood")).isEqualTo(validated.get("understood"));
  }

  @Test
  void withoutARunAScenarioIsAppliedAndNoIntentBegun() {
    String bundle = seed().replace("change_approval.v1", "no_run.v1");
    JsonNode applied = gateway.initiator().post("/v1/scenarios/apply?run=false", bundle).json();

    assertThat(applied.get("ran").asBoolean()).isFalse();
    assertThat(applied.has("intent_id")).isFalse();
    assertThat(applied.get("compile_id").asText()).endsWith("@1");
    assertThat(gateway.agent().get("/v1/scenarios/intent.infra.no_run.v1").status()).isEqualTo(200);
    assertThat(
            gateway.initiator().get("/v1/intents?limit=500").json().findValuesAsText("intent_type"))
        .doesNotContain("intent.infra.no_run.v1");
    assertThat(apply(bundle).get("ran").asBoolean()).isTrue();
  }

  @Test
  void takenStrictlyAWarningIsAMistake() {
    String slip = seed().replace("\"title\": \"Durable", "\"titel\": \"Durable");
    Http.Answer refused = gateway.initiator().post("/v1/scenarios/apply?strict=true", slip);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("detail").asText()).contains("'titel'", "did you mean 'title'?");
    JsonNode invalid = gateway.initiator().post("/v1/scenarios/validate?strict=true", slip).json();
    assertThat(invalid.get("valid").asBoolean()).isFalse();
    assertThat(
            gateway.initiator().post("/v1/scenarios/apply?strict=true&run=false", seed()).status())
        .isEqualTo(200);
    assertThat(gateway.initiator().post("/v1/scenarios/apply?strict=yes", seed()).status())
        .isEqualTo(422);

    String intent =
        "{\"intent_type\":\"x.v1\",\"to_agent\":\"human\",\"payload\":{},\"priority\":1}";
    assertThat(gateway.initiator().post("/v1/intents?strict=true", intent).status()).isEqualTo(422);
    assertThat(
            gateway.initiator().post("/v1/intents", intent).json().get("warnings").get(0).asText())
        .startsWith("'priority'");
  }

  @Test
  void thePublishedSchemasNeedNoKey() {
    for (String name : List.of("scenario.schema.json", "create-request.schema.json")) {
      Http.Answer schema = gateway.anonymous().get("/schemas/" + name);
      assertThat(schema.status()).as(name).isEqualTo(200);
      assertThat(schema.json().get("$schema").asText()).contains("2020-12");
    }
    assertThat(gateway.anonymous().get("/schemas/other").status()).isEqualTo(404);
  }

  @Test
  void anAgentsKeyMayNotApply() {
    assertThat(gateway.agent().post("/v1/scenarios/apply", seed()).status()).isEqualTo(403);
  }
}
