package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A word that nobody knows is refused, with those that are known: it is never taken for the one
/// that lets things go on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnknownWordsTest {
  private static final String WORK =
      "{\"intent_type\":\"intent.work.v1\",\"to_agent\":\"worker\",\"payload\":{}}";

  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private String submit() {
    return gateway.initiator().post("/v1/intents", WORK).json().get("intent_id").asText();
  }

  private String status(String id) {
    return gateway.initiator().get("/v1/intents/" + id).json().at("/intent/status").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"failed\",\"error\":\"x\"}",
        "{\"action\":\"reject\"}",
        "{\"action\":\"heartbeat\"}",
        "{\"status\":\"FAILED\",\"error\":\"db down\"}",
        "{\"error\":\"it broke\"}",
        "{\"approve_current_step\":false,\"reason\":\"not yet\"}"
      })
  void whatAnAgentSaysInOtherWords_leavesItsStepAsItIs(String report) {
    String id = submit();

    Http.Answer answer = gateway.agent().post("/v1/intents/" + id + "/resume", report);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText())
        .containsAnyOf(
            "[ack, acknowledge, complete, fail, progress] in 'action'",
            "true in 'approve_current_step'");
    assertThat(status(id)).isEqualTo("DELIVERED");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"deny\":[\"resum\"]}', some of [resume; update_controls; update_policy]",
    "'{\"allow\":[\"resolve\"]}', got 'resolve'",
    "'{\"denny\":[\"resume\"]}', one of [allow; deny]"
  })
  void aRightThatNobodyKnows_isNeitherGrantedNorDenied(String rules, String told) {
    String id = submit();

    Http.Answer answer =
        gateway
            .initiator()
            .post(
                "/v1/intents/" + id + "/policy",
                "{\"grants_patch\":{\"delegate:agent://acme/ops\":" + rules + "}}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText())
        .contains("grants_patch.delegate:agent://acme/ops")
        .contains(told.replace(';', ','));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tool_id\":\"tool.internal.aproval\"",
        "\"runtime_type\":\"human_aproval\"",
        "\"assigned_to\":\"sre\",\"human_task\":{\"task_type\":\"aproval\"}",
        "\"assigned_to\":\"sre\",\"on_deadline\":\"nxt\"",
        "\"assigned_to\":\"sre\",\"human_task\":{\"outcomes\":{\"no-go\":\"yes\"}}"
      })
  void aStepInWordsThatNobodyKnows_isNotTakenForOneThatIsPassed(String step) {
    String bundle =
        "{\"scenario_id\":\"s\",\"humans\":[{\"role\":\"sre\"}],\"workflow\":{\"steps\":"
            + "[{\"step_id\":\"s\","
            + step
            + "}]},\"intent\":{\"type\":\"intent.x.v1\",\"payload\":{}}}";

    Http.Answer applied = gateway.initiator().post("/v1/scenarios/apply", bundle);

    assertThat(applied.status()).as(applied.text()).isEqualTo(422);
    assertThat(applied.json().get("detail").asText())
        .contains("workflow.steps[0].")
        .containsAnyOf("aproval'", "nxt'", "got 'yes'");
  }

  @Test
  void aDeliveryModeThatNobodyKnows_isNotTakenForTheStream() {
    String bundle =
        """
        {"scenario_id":"s","agents":[{"role":"r","address":"a","delivery_mode":"htpp",
          "create_if_missing":true}],
         "workflow":{"steps":[{"step_id":"s","assigned_to":"r"}]},
         "intent":{"type":"intent.x.v1","payload":{}}}\
        """;

    Http.Answer applied = gateway.initiator().post("/v1/scenarios/apply", bundle);
    Http.Answer registered =
        gateway
            .initiator()
            .post("/v1/service-accounts", "{\"name\":\"b\",\"delivery_mode\":\"htpp\"}");

    assertThat(applied.status()).isEqualTo(422);
    assertThat(applied.json().get("detail").asText())
        .contains("[stream, poll, http, inbox, internal] in 'agents[0].delivery_mode'")
        .contains("got 'htpp'");
    assertThat(registered.status()).isEqualTo(422);
  }
}
