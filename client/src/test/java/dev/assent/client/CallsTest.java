package dev.assent.client;

import static dev.assent.client.FakeGateway.json;
import static dev.assent.client.FakeGateway.ok;
import static dev.assent.client.FakeGateway.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is asked, and what is made of the answers.
class CallsTest {
  private static final Map<String, Object> BUNDLE = Map.of("scenario_id", "change.v1");

  @Test
  void whatWasTakenSaysUnderWhichPolicyItRunsAndWhatHasNoEffect() throws IOException {
    String answer =
        """
        {"ok":true,"intent_id":"i-1","status":"WAITING","policy":{"scenario_id":"change.v1","version":3},
         "warnings":["field 'remind' has no effect"]}\
        """;
    String mistyped =
        """
        {"ok":true,"intent_id":"i-2","status":"DELIVERED","policy":null,"nearest_type":"intent.change.v1"}\
        """;
    try (FakeGateway gateway = FakeGateway.start(ok(answer), ok(mistyped));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      NewIntent intent = NewIntent.of("intent.change.v1", "worker", Map.of());
      Submitted taken = client.send(intent);
      Submitted without = client.send(intent);

      assertThat(taken.policy()).contains(new PolicyRef("change.v1", 3));
      assertThat(taken.warnings()).containsExactly("field 'remind' has no effect");
      assertThat(taken)
          .hasToString(
              "Submitted[i-1 WAITING under change.v1 version 3 [field 'remind' has no effect]]");
      assertThat(without.policy()).isEmpty();
      assertThat(without.nearestType()).contains("intent.change.v1");
      assertThat(without.warnings()).isEmpty();
    }
  }

  @Test
  void aListIsReadOnUntilItEndsOrIsLongEnough() throws IOException {
    String first = "{\"ok\":true,\"intents\":[{\"intent_id\":\"a\"}],\"next_cursor\":\"9.x\"}";
    String second = "{\"ok\":true,\"intents\":[{\"intent_id\":\"b\"}],\"next_cursor\":\"8.y\"}";
    String last = "{\"ok\":true,\"intents\":[{\"intent_id\":\"c\"}]}";
    try (FakeGateway gateway = FakeGateway.start(ok(first), ok(second), ok(first), ok(last));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      Listing<Intent> some = client.intents("WAITING", 2);
      Listing<Intent> all = client.intents(0);

      assertThat(some.items()).extracting(Intent::id).containsExactly("a", "b");
      assertThat(some.more()).isTrue();
      assertThat(some.json().path("next_cursor").asText()).isEqualTo("8.y");
      assertThat(all.items()).extracting(Intent::id).containsExactly("a", "c");
      assertThat(all.more()).isFalse();
      assertThat(all.json().path("intents")).hasSize(2);
      assertThat(gateway.requests)
          .extracting(FakeGateway.Request::call)
          .containsExactly(
              "GET /v1/intents?status=WAITING&limit=2",
              "GET /v1/intents?status=WAITING&cursor=9.x&limit=1",
              "GET /v1/intents?limit=200",
              "GET /v1/intents?cursor=9.x&limit=200");
    }
  }

  @Test
  void aScenarioIsAppliedAndCheckedAndItsPolicyRead() throws IOException {
    String applied =
        """
        {"ok":true,"intent_id":"i-1","compile_id":"change.v1@2","understood":["asks maria"],"warnings":["w"],
         "agents_provisioned":[{"address":"a","agent_address":"agent://o/w/a"}]}\
        """;
    String policy =
        """
        {"ok":true,"policy":{"intent_type":"t.v1","scenario_id":"change.v1","version":2,"applied_at":"2026-01-02T03:04:05Z"},
         "understood":["asks maria"]}\
        """;
    try (FakeGateway gateway =
            FakeGateway.start(
                ok(applied), ok("{\"ok\":true,\"valid\":false,\"errors\":[\"e\"]}"), ok(policy));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      Scenario scenario = Scenario.of(BUNDLE).withReason("why not").strict();
      Scenarios.Applied done = client.scenarios().apply(scenario.withoutRun());
      Scenarios.Validated checked = client.scenarios().validate(scenario);
      Scenarios.Policy shown = client.scenarios().policy("t.v1");

      assertThat(done.policy()).contains(new PolicyRef("change.v1", 2));
      assertThat(done.intentId()).contains("i-1");
      assertThat(done.agents()).containsExactly("agent://o/w/a");
      assertThat(done.understood()).containsExactly("asks maria");
      assertThat(done.warnings()).containsExactly("w");
      assertThat(checked.valid()).isFalse();
      assertThat(checked.errors()).containsExactly("e");
      assertThat(shown.ref()).isEqualTo(new PolicyRef("change.v1", 2));
      assertThat(shown.understood()).containsExactly("asks maria");
      assertThat(gateway.requests)
          .extracting(FakeGateway.Request::call)
          .containsExactly(
              "POST /v1/scenarios/apply?reason=why%20not&strict=true&run=false",
              "POST /v1/scenarios/validate?strict=true", "GET /v1/scenarios/t.v1");
    }
  }

  @Test
  void aPersonSeesTheirTasksAndDecidesOnWhatTheyWereShown() throws IOException {
    String tasks =
        """
        {"ok":true,"next_cursor":null,"tasks":[{"intent_id":"i-1","intent_type":"t.v1","from_agent":"deployer","to_agent":"infra",
          "due_at":null,"reminders":2,"human_task":{"title":"Go?"}}]}\
        """;
    String task =
        """
        {"ok":true,"task":{"intent_id":"i-1","state":"open","step_id":"gate","version":3,"content_hash":"abc",
          "human_task":{"title":"Go?","allowed_outcomes":["yes","no"]}},"content":{"payload":{"amount":1.10}}}\
        """;
    String decided = "{\"ok\":true,\"intent_id\":\"i-1\",\"status\":\"COMPLETED\",\"again\":true}";
    try (FakeGateway gateway = FakeGateway.start(ok(tasks), ok(task), ok(decided));
        ApprovalsClient people = ApprovalsClient.connect(gateway.url(), "k")) {
      TaskSummary line = people.tasks(0).items().get(0);
      Task shown = people.task(line.intentId());
      Accepted accepted = people.approve(shown, "looked at it");
      people.decide(
          "i-1", Decision.of("no").unbound().forStep("gate").onBehalfOf("ada").withData(Map.of()));

      assertThat(line.from() + " " + line.to() + " " + line.title() + " " + line.reminders())
          .isEqualTo("deployer infra Go? 2");
      assertThat(line.dueAt()).isEmpty();
      assertThat(shown.open()).isTrue();
      assertThat(shown.outcomes()).containsExactly("yes", "no");
      assertThat(shown.payload()).hasToString("{\"amount\":1.10}");
      assertThat(accepted).hasToString("Accepted[i-1 COMPLETED again]");
      assertThat(gateway.requests.get(2).call()).isEqualTo("POST /v1/tasks/i-1/decision");
      assertThat(gateway.requests.get(2).body())
          .isEqualTo(
              "{\"outcome\":\"approved\",\"comment\":\"looked at"
                  + " it\",\"version\":3,\"content_hash\":\"abc\"}");
      assertThat(gateway.requests.get(3).body())
          .isEqualTo(
              "{\"outcome\":\"no\",\"unbound\":true,\"step_id\":\"gate\",\"on_behalf_of\":\"ada\",\"data\":{}}");
    }
  }

  @Test
  void anyRouteIsAskedWithItsPartsEncoded() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(ok("{\"ok\":true}"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      JsonNode answer =
          client.request(
              Request.of("DELETE", Request.path("v1", "keys", "a/b ?")).with("why", "a&b"));

      assertThat(answer.path("ok").asBoolean()).isTrue();
      assertThat(gateway.requests.get(0).call()).isEqualTo("DELETE /v1/keys/a%2Fb%20%3F?why=a%26b");
      assertThat(gateway.requests.get(0).idempotencyKey()).hasSize(36);
    }
  }

  @Test
  void numbersKeepTheirDigitsBothWays() throws IOException {
    String digits = "{\"amount\":12345678901234567.89,\"p\":1.10,\"e\":1E+400}";
    try (FakeGateway gateway = FakeGateway.start(ok(digits));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      JsonNode answer = client.request(Request.get("/v1/any"));
      client.request(Request.post("/v1/any", answer));

      assertThat(gateway.requests.get(1).body()).isEqualTo(digits);
    }
  }

  @Test
  void anAnswerThatSaysOneThingTwiceOrTooMuchIsNoAnswer() throws IOException {
    for (String body : new String[] {"{\"a\":1,\"a\":2}", "{} {}", "{\"a\":1e99999999999}"}) {
      try (FakeGateway gateway = FakeGateway.start(ok(body));
          AssentClient client =
              AssentClient.builder(gateway.url(), "k").retryFor(Duration.ZERO).build()) {
        assertThat(
                catchThrowableOfType(
                    AssentException.Unavailable.class,
                    () -> client.request(Request.get("/v1/any"))))
            .hasMessageContaining("answered 200 without a reason");
      }
    }
  }

  @Test
  void whatIsRefusedIsThereAsItCame() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(refused(422, "the_code", "{\"list\":[1,2]}"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      AssentException e =
          catchThrowableOfType(AssentException.class, () -> client.cancel("i-1", "why"));

      assertThat(e.json().orElseThrow().at("/error/details/list/1").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aServerIsAskedOnceAndWithoutTheKeyWhetherItIsReady() throws IOException {
    try (FakeGateway gateway =
            FakeGateway.start(
                json(200, "{}"), json(503, "{}", "date", "Fri, 02 Jan 2026 03:04:05 GMT"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      assertThat(client.health().ready()).isTrue();
      Health health = client.health();

      assertThat(health.ready()).isFalse();
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.at()).isPresent();
      assertThat(gateway.requests).hasSize(2);
      assertThat(gateway.requests.get(0).apiKey()).isEqualTo("null");
      assertThat(gateway.requests.get(0).call()).isEqualTo("GET /health/readiness");
    }
  }
}
