package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.Timer;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntentApiTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private String submit(String body) {
    Http.Answer answer = gateway.initiator().post("/v1/intents", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems("intents.create", answer.json())).isEmpty();
    return answer.json().get("intent_id").asText();
  }

  private JsonNode intent(String id) {
    Http.Answer answer = gateway.initiator().get("/v1/intents/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems("intents.get", answer.json())).isEmpty();
    return answer.json().get("intent");
  }

  private JsonNode events(String id, int since) {
    Http.Answer answer = gateway.initiator().get("/v1/intents/" + id + "/events?since=" + since);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems("intents.events.list", answer.json())).isEmpty();
    return answer.json().get("events");
  }

  private static String plain() {
    return """
    {"intent_type":"intent.plain.v1","to_agent":"validator","payload":{"a":1}}\
    """;
  }

  private static String question(String more) {
    return """
    {"intent_type":"intent.question.v1","to_agent":"human","payload":{},
     "human_task":{"title":"May we?"%s}}\
    """
        .formatted(more);
  }

  @Test
  void aPlainIntentGoesToItsAgentAndBack() {
    String id = submit(plain());
    JsonNode delivered = intent(id);
    assertThat(delivered.get("status").asText()).isEqualTo("DELIVERED");
    assertThat(delivered.get("lifecycle_status").asText()).isEqualTo("DELIVERED");
    assertThat(delivered.get("pending_with").get("name").asText()).isEqualTo("validator");

    Http.Answer report =
        gateway
            .agent()
            .post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\",\"passed\":true}");
    assertThat(report.status()).as(report.text()).isEqualTo(200);

    JsonNode done = intent(id);
    assertThat(done.get("status").asText()).isEqualTo("COMPLETED");
    assertThat(done.get("result").get("passed").asBoolean()).isTrue();
    assertThat(events(id, 0)).hasSize(5);
    assertThat(events(id, 3).get(0).get("seq").asInt()).isEqualTo(4);
  }

  @Test
  void aQuestionIsAnsweredByAPersonAndByNobodyElse() {
    String id = submit(question(""));
    assertThat(intent(id).get("lifecycle_waiting_reason").asText()).isEqualTo("WAITING_FOR_HUMAN");
    String answer = "{\"task_result\":{\"outcome\":\"approved\",\"comment\":\"fine\"}}";
    String path = "/v1/intents/" + id + "/resume";

    assertThat(gateway.agent().post(path, "{\"action\":\"complete\"}").status()).isEqualTo(409);
    assertThat(gateway.agent().post(path, answer).status()).isEqualTo(403);
    assertThat(gateway.initiator().post(path, answer).status()).isEqualTo(403);
    assertThat(gateway.approver().post(path, answer).status()).isEqualTo(200);

    Http.Answer second = gateway.approver().post(path, answer);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().get("error").get("code").asText()).isEqualTo("already_decided");
    assertThat(second.json().get("detail").asText()).contains("approver");
    JsonNode done = intent(id);
    assertThat(done.get("status").asText()).isEqualTo("COMPLETED");
    assertThat(done.get("results").get("human_task").get("outcome").asText()).isEqualTo("approved");
  }

  @Test
  void openTasksAreListedForPeopleAndForPrograms() {
    String id = submit(question(",\"assignees\":[\"someone-else\"]"));

    Http.Answer all = gateway.initiator().get("/v1/me/tasks");
    assertThat(Shapes.problems("tasks.list", all.json())).isEmpty();
    assertThat(all.json().get("tasks").findValuesAsText("intent_id")).contains(id);
    Http stranger =
        gateway.key(
            TestGateway.WORKSPACE,
            Principal.Kind.PERSON,
            "stranger",
            Scope.APPROVER,
            Set.of("other"));
    assertThat(stranger.get("/v1/me/tasks").json().get("tasks").findValuesAsText("intent_id"))
        .doesNotContain(id);
  }

  @Test
  void remindersOfAnIntentAreItsQuestions() {
    String id =
        submit(
            """
            {"intent_type":"intent.q.v1","to_agent":"human","human_task":{"title":"?"},
             "remind_after_seconds":5,"max_reminders":2,"escalate_to":"lead"}\
            """);
    IntentId root = IntentId.parse(id);
    gateway.node().fire(root, Timer.Kind.REMINDER, TestGateway.WORKSPACE);
    gateway.node().fire(root, Timer.Kind.REMINDER, TestGateway.WORKSPACE);
    gateway.node().fire(root, Timer.Kind.ESCALATION, TestGateway.WORKSPACE);

    JsonNode view = intent(id);
    assertThat(view.get("remind_count").asInt()).isEqualTo(2);
    assertThat(view.get("remind_interval_seconds").asInt()).isEqualTo(5);
    assertThat(view.get("pending_with").get("name").asText()).isEqualTo("lead");
    assertThat(events(id, 0).findValuesAsText("event_type"))
        .containsSubsequence("intent.reminder", "intent.reminder", "intent.escalated");
  }

  @Test
  void anIdempotencyKeyMeansOneIntent() {
    Http keyed = gateway.initiator().with("Idempotency-Key", "k-" + UUID.randomUUID());
    Http.Answer first = keyed.post("/v1/intents", plain());
    Http.Answer again =
        keyed.post(
            "/v1/intents", plain().replace("{\"intent", "{\"correlation_id\":\"x\",\"intent"));
    Http.Answer other = keyed.post("/v1/intents", plain().replace("\"a\":1", "\"a\":2"));

    assertThat(again.text()).isEqualTo(first.text());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().get("error").get("code").asText()).isEqualTo("idempotency_conflict");
  }

  @Test
  void anIdempotencyKeyMeansOneReport() {
    String id = submit(plain());
    Http keyed = gateway.agent().with("Idempotency-Key", "r-1");
    String path = "/v1/intents/" + id + "/resume";

    assertThat(keyed.post(path, "{\"action\":\"complete\"}").status()).isEqualTo(200);
    Http.Answer again = keyed.post(path, "{\"action\":\"complete\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("idempotent").asBoolean()).isTrue();
    assertThat(keyed.post(path, "{\"action\":\"fail\"}").status()).isEqualTo(409);
  }

  @Test
  void anIntentIsResolvedOnce() {
    String id = submit(plain());
    String body = "{\"status\":\"COMPLETED\",\"result\":{\"by\":\"hand\"}}";
    Http.Answer answer = gateway.initiator().post("/v1/intents/" + id + "/resolve", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems("intents.resolve", answer.json())).isEmpty();
    assertThat(answer.json().get("event").get("event_type").asText()).isEqualTo("intent.completed");
    assertThat(answer.json().get("completion_delivery").get("reason").asText())
        .isEqualTo("reply_to_not_set");
    assertThat(gateway.initiator().post("/v1/intents/" + id + "/resolve", body).status())
        .isEqualTo(409);
  }

  @Test
  void aHandOffIsOnRecordAndCompletesNothing() {
    String id = submit(plain());
    Http.Answer answer =
        gateway
            .initiator()
            .post(
                "/v1/intents/" + id + "/resume",
                "{\"approve_current_step\":true,\"reason\":\"ok\",\"next_handler\":\"ops\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode view = intent(id);
    assertThat(view.get("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(view.get("pending_with").get("name").asText()).isEqualTo("ops");
  }

  @Test
  void oldIntentsAreCanceledTogether() {
    Http tidy =
        gateway.key(
            new Workspace("local", "tidy"),
            Principal.Kind.SERVICE,
            "initiator",
            Scope.INITIATOR,
            Set.of());
    String id = tidy.post("/v1/intents", plain()).json().get("intent_id").asText();
    String body = "{\"older_than_hours\":0,\"dry_run\":%s,\"status_filter\":[\"DELIVERED\"]}";

    JsonNode dry = tidy.post("/v1/intents/bulk-cancel", body.formatted("true")).json();
    assertThat(dry.get("would_cancel").asInt()).isEqualTo(1);
    assertThat(dry.get("intent_ids").get(0).asText()).isEqualTo(id);
    JsonNode done = tidy.post("/v1/intents/bulk-cancel", body.formatted("false")).json();
    assertThat(done.get("canceled").asInt()).isEqualTo(1);
    assertThat(tidy.get("/v1/intents?status=CANCELED").json().get("intents")).hasSize(1);
    assertThat(tidy.post("/v1/intents/bulk-cancel", "").json().get("canceled").asInt()).isZero();
  }

  @Test
  void aListIsNewestFirstWithinItsLimit() {
    Http other =
        gateway.key(
            new Workspace("local", "listed"),
            Principal.Kind.SERVICE,
            "initiator",
            Scope.INITIATOR,
            Set.of());
    String first = other.post("/v1/intents", plain()).json().get("intent_id").asText();
    String second = other.post("/v1/intents", plain()).json().get("intent_id").asText();

    assertThat(other.get("/v1/intents").json().findValuesAsText("intent_id"))
        .containsExactly(second, first);
    assertThat(other.get("/v1/intents?limit=1&status=DELIVERED").json().get("intents")).hasSize(1);
    assertThat(other.get("/v1/intents?status=").json().get("intents")).hasSize(2);
  }

  @Test
  void everyListIsReadOnWithItsCursor() {
    try (TestGateway full = TestGateway.inMemory()) {
      for (int i = 0; i < 7; i++) {
        Http.Answer asked =
            full.initiator()
                .post(
                    "/v1/intents",
                    "{\"intent_type\":\"x\",\"to_agent\":\"human\",\"human_task\":{\"title\":\"?\"}}");
        assertThat(asked.status()).isEqualTo(200);
        full.initiator().post("/v1/service-accounts", "{\"name\":\"bot%d\"}".formatted(i));
      }
      for (String[] list :
          new String[][] {
            {"/v1/intents?limit=3", "intents"},
            {"/v1/intents?status=WAITING&limit=2", "intents"},
            {"/v1/me/tasks?limit=3", "tasks"},
            {"/v1/inbox?owner_agent=human&limit=3", "threads"},
            {"/v1/agents?limit=3", "agents"}
          }) {
        Set<String> seen = new HashSet<>();
        String cursor = "";
        int rows = 0;
        do {
          Http.Answer part =
              full.admin().get(list[0] + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
          assertThat(part.status()).as(part.text()).isEqualTo(200);
          part.json().get(list[1]).forEach(row -> seen.add(row.toString()));
          rows += part.json().get(list[1]).size();
          cursor = part.json().path("next_cursor").asText();
        } while (!cursor.isEmpty());
        assertThat(rows).as(list[0]).isEqualTo(7);
        assertThat(seen).as(list[0]).hasSize(7);
        assertThat(full.admin().get(list[0] + "&cursor=nonsense").status()).isEqualTo(422);
      }
    }
  }

  @Test
  void anotherWorkspacesIntentDoesNotExist() {
    String id = submit(plain());
    Workspace elsewhere = new Workspace("other", "place");
    Http foreign =
        gateway.key(elsewhere, Principal.Kind.SERVICE, "initiator", Scope.INITIATOR, Set.of());

    assertThat(foreign.get("/v1/intents/" + id).status()).isEqualTo(404);
    assertThat(foreign.get("/v1/intents/" + id + "/events").status()).isEqualTo(404);
    assertThat(foreign.get("/v1/intents/" + id + "/events/stream").status()).isEqualTo(404);
    assertThat(
            foreign
                .post(
                    "/v1/intents/" + id + "/resolve", "{\"status\":\"CANCELED\",\"reason\":\"x\"}")
                .status())
        .isEqualTo(404);
  }
}
