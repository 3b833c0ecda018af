package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.Timer;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Controls and policy of one intent (contract section 3.1).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlApiTest {
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

  private JsonNode post(String path, String body) {
    Http.Answer answer = gateway.initiator().post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode intent(String id) {
    JsonNode answer = gateway.initiator().get("/v1/intents/" + id).json();
    assertThat(Shapes.problems("intents.get", answer)).isEmpty();
    return answer.get("intent");
  }

  @Test
  void aChangedTimeoutMovesTheDeadlineAndTimesTheIntentOut() {
    String id = submit();
    Instant before = Instant.now();

    JsonNode changed =
        post(
            "/v1/intents/" + id + "/controls",
            "{\"controls_patch\":{\"timeout_seconds\":120,\"colour\":\"blue\"},\"reason\":\"slow\"}");

    assertThat(changed.get("applied").asBoolean()).isTrue();
    assertThat(changed.get("policy_generation").asInt()).isEqualTo(2);
    assertThat(Instant.parse(intent(id).get("deadline_at").asText()))
        .isBetween(
            before.plus(Duration.ofSeconds(119)), Instant.now().plus(Duration.ofSeconds(121)));
    assertThat(intent(id).at("/controls/colour").asText()).isEqualTo("blue");
    assertThat(gateway.agent().get("/v1/agents/worker/intents/stream?wait_seconds=1").text())
        .as("the agent is told, too")
        .contains("\"deadline_at\":\"" + intent(id).get("deadline_at").asText() + "\"");
    gateway.node().fire(IntentId.parse(id), Timer.Kind.INTENT_DEADLINE, TestGateway.WORKSPACE);
    assertThat(intent(id).get("status").asText()).isEqualTo("TIMED_OUT");
  }

  @Test
  void aChangeThatKnowsAnEarlierGenerationIsNotApplied() {
    String id = submit();
    String path = "/v1/intents/" + id + "/policy";
    String patch = "{\"envelope_patch\":{\"max_retry_count\":2},\"expected_policy_generation\":1}";
    assertThat(post(path, patch).get("policy_generation").asInt()).isEqualTo(2);

    JsonNode late = post(path, patch);

    assertThat(late.get("applied").asBoolean()).isFalse();
    assertThat(late.get("reason").asText()).isEqualTo("stale_policy_generation");
    assertThat(late.get("policy_generation").asInt()).isEqualTo(2);
    assertThat(intent(id).get("policy_generation").asInt()).isEqualTo(2);
  }

  @Test
  void aResumeTellsTheGenerationAndIsRefusedInAnother() {
    String id = submit();
    post("/v1/intents/" + id + "/controls", "{\"controls_patch\":{\"note\":1}}");
    String path = "/v1/intents/" + id + "/resume";

    Http.Answer stale =
        gateway.agent().post(path, "{\"action\":\"complete\",\"expected_policy_generation\":1}");
    Http.Answer done =
        gateway.agent().post(path, "{\"action\":\"complete\",\"expected_policy_generation\":2}");

    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.json().at("/error/code").asText()).isEqualTo("stale_generation");
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().get("policy_generation").asInt()).isEqualTo(2);
  }

  @Test
  void retriesApplyToLaterFailures() {
    String id = submit();
    post(
        "/v1/intents/" + id + "/policy",
        "{\"envelope_patch\":{\"max_retry_count\":1,\"retry_backoff_seconds\":5}}");
    String fail = "{\"action\":\"fail\",\"reason\":\"disk\"}";

    gateway.agent().post("/v1/intents/" + id + "/resume", fail);

    assertThat(intent(id).get("status").asText()).isEqualTo("WAITING");
    assertThat(intent(id).get("lifecycle_waiting_reason").asText()).isEqualTo("WAITING_FOR_TIME");
  }

  @Test
  void aGrantLetsADelegateDoWhatItNamesAndADenialTakesItAway() {
    String id = submit();
    Http ops =
        gateway.key(
            TestGateway.WORKSPACE,
            Principal.Kind.AGENT,
            "agent://acme/ops/delegate",
            Scope.AGENT,
            Set.of());
    String controls = "/v1/intents/" + id + "/controls";
    String change = "{\"controls_patch\":{\"timeout_seconds\":600}}";
    assertThat(ops.post(controls, change).status()).isEqualTo(403);

    post(
        "/v1/intents/" + id + "/policy",
        "{\"grants_patch\":{\"delegate:agent://acme/ops\":{\"allow\":[\"resume\",\"update_controls\"]}}}");
    assertThat(ops.post(controls, change).status()).isEqualTo(200);
    assertThat(ops.post("/v1/intents/" + id + "/policy", "{\"envelope_patch\":{}}").status())
        .isEqualTo(403);

    post(
        "/v1/intents/" + id + "/policy",
        "{\"grants_patch\":{\"delegate:agent://acme/ops\":{\"deny\":[\"update_controls\"],"
            + "\"allow\":[\"resume\",\"update_controls\"]}}}");
    assertThat(ops.post(controls, change).status()).isEqualTo(403);
    Http.Answer done = ops.post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\"}");
    assertThat(done.status()).as(done.text()).isEqualTo(200);
  }

  @Test
  void changesAreNotAmongTheEventsThatClientsAreShown() {
    String id = submit();
    post("/v1/intents/" + id + "/controls", "{\"controls_patch\":{\"a\":1}}");
    gateway.agent().post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\"}");

    JsonNode events = gateway.initiator().get("/v1/intents/" + id + "/events").json();

    assertThat(Shapes.problems("intents.events.list", events)).isEmpty();
    assertThat(events.get("events").findValuesAsText("seq"))
        .containsExactly("1", "2", "3", "5", "6");
    String stream =
        gateway
            .initiator()
            .get("/v1/intents/" + id + "/events/stream?since=3&wait_seconds=1")
            .text();
    assertThat(stream).contains("intent.completed").doesNotContain("controls.changed");
  }

  @Test
  void badChangesAreToldWhatIsWrong() {
    String id = submit();
    String path = "/v1/intents/" + id + "/controls";

    Http.Answer nothing = gateway.initiator().post(path, "{}");
    Http.Answer elsewhere =
        gateway.initiator().post(path, "{\"controls_patch\":{},\"grants_patch\":{}}");
    Http.Answer negative =
        gateway.initiator().post(path, "{\"controls_patch\":{\"timeout_seconds\":-1}}");

    assertThat(nothing.status()).isEqualTo(422);
    assertThat(elsewhere.status()).isEqualTo(422);
    assertThat(negative.status()).isEqualTo(422);
    assertThat(negative.json().get("detail").asText()).contains("controls_patch.timeout_seconds");
    assertThat(intent(id).get("policy_generation").asInt()).isEqualTo(1);
  }
}
