package dev.assent.approval.api;

import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.hash;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.approval.ApprovalApplication;
import dev.assent.approval.FakeParts;
import dev.assent.approval.Http;
import dev.assent.approval.Http.Answer;
import dev.assent.approval.view.History;
import dev.assent.contract.Asked;
import dev.assent.contract.Assignee;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.HumanTask;
import dev.assent.contract.IntentId;
import dev.assent.contract.Limits;
import dev.assent.contract.Principal;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.Scope;
import dev.assent.contract.Shown;
import dev.assent.contract.Status;
import dev.assent.contract.StepId;
import dev.assent.contract.TaskType;
import dev.assent.contract.TaskType.Verdict;
import dev.assent.contract.Workspace;
import dev.assent.door.CommandTimeoutException;
import dev.assent.door.MemoryDirectory;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskApiTest {
  private static final Assignee ONCALL = new Assignee.Role("sre_oncall");

  private static EmbeddedServer server;
  private static Http http;
  private static FakeParts.FakeViews views;
  private static FakeParts.FakeBus bus;
  private static int intents;

  private IntentId intent = intent(1);

  @BeforeAll
  static void start() {
    server =
        ApprovalApplication.start(Map.of("micronaut.server.port", -1, "assent.test.fakes", "true"));
    http = new Http(server.getPort());
    views = server.getApplicationContext().getBean(FakeParts.FakeViews.class);
    bus = server.getApplicationContext().getBean(FakeParts.FakeBus.class);
    MemoryDirectory directory = server.getApplicationContext().getBean(MemoryDirectory.class);
    directory.admit("ada-key", person("ada", "sre_oncall"));
    directory.admit("bob-key", person("bob"));
    directory.admit("agent-key", History.agent());
    directory.admit("admin-key", principal(Principal.Kind.PERSON, "admin", Scope.ADMIN));
    directory.admit("auditor-key", principal(Principal.Kind.SERVICE, "audit", Scope.AUDITOR));
    directory.admit("service-key", principal(Principal.Kind.SERVICE, "ci", Scope.INITIATOR));
    directory.admit(
        "foreign-key",
        new Principal(
            Principal.Kind.PERSON,
            "eve",
            new Workspace("acme", "other"),
            Set.of(Scope.APPROVER),
            Set.of("*"),
            "api_key:ak_eve",
            Optional.empty()));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void newIntent() {
    intent = intent(++intents);
    bus.asked.clear();
    bus.answer = asked -> answered(accepted(asked));
  }

  @Test
  void theListHasWhatIsNeededToChoose() {
    views.fold(created(intent).opened(ONCALL).reminded(1));

    JsonNode row = row(get("/v1/tasks?limit=200", "ada-key"));

    assertThat(row.path("human_task").path("title").textValue()).isEqualTo("Approve the change");
    assertThat(row.path("human_task").path("allowed_outcomes")).hasSize(2);
    assertThat(row.path("status").textValue()).isEqualTo("WAITING");
    assertThat(row.path("assigned_at").textValue()).isEqualTo("2026-03-01T10:00:01Z");
    assertThat(row.path("due_at").textValue()).isEqualTo("2026-03-01T11:00:01Z");
    assertThat(row.path("reminders").intValue()).isEqualTo(1);
    assertThat(row.path("assignees").path(0).textValue()).isEqualTo("role:sre_oncall");
  }

  @Test
  void whatAnAnswerMeansAndWhatItsTypeDemandsAreShown() {
    HumanTask asked =
        new HumanTask(
            TaskType.ATTACH_FILE,
            "The signed contract",
            "",
            List.of("filed", "not yet"),
            false,
            false,
            List.of(ONCALL),
            Optional.empty(),
            Optional.empty(),
            List.of(Verdict.POSITIVE, Verdict.NEUTRAL),
            Optional.empty());
    views.fold(created(intent).opened(asked, Optional.empty()));

    JsonNode human = get("/v1/tasks/" + intent, "ada-key").json().at("/task/human_task");

    assertThat(human.path("outcomes").toString())
        .isEqualTo("{\"filed\":\"positive\",\"not yet\":\"neutral\"}");
    assertThat(human.path("evidence_required").booleanValue()).isTrue();
    assertThat(row(get("/v1/tasks?limit=200", "ada-key")).at("/human_task/evidence_required"))
        .hasToString("true");
  }

  @Test
  void aTaskIsDueWhenItsIntentHasToEndIfThatComesFirst() {
    views.fold(created(intent).opened(ONCALL).endingBy(History.START.plusSeconds(60)));

    assertThat(row(get("/v1/tasks?limit=200", "ada-key")).path("due_at").textValue())
        .isEqualTo("2026-03-01T10:01:00Z");
    assertThat(get("/v1/tasks/" + intent, "ada-key").json().at("/task/due_at").textValue())
        .isEqualTo("2026-03-01T10:01:00Z");
  }

  @Test
  void onlyWhoMayDecideSeesATaskInTheList() {
    views.fold(created(intent).opened(ONCALL));

    assertThat(row(get("/v1/tasks?limit=200", "bob-key")).isMissingNode()).isTrue();
    assertThat(row(get("/v1/tasks?limit=200", "foreign-key")).isMissingNode()).isTrue();
    assertThat(row(get("/v1/tasks?limit=200&all=true", "admin-key")).isMissingNode()).isFalse();
  }

  @Test
  void onlyAnAdminListsEverybodysTasks() {
    Answer answer = get("/v1/tasks?all=true", "ada-key");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("not_allowed");
  }

  @Test
  void aLongListComesInPages() {
    views.fold(created(intent).opened(ONCALL));
    views.fold(created(intent(++intents)).opened(ONCALL));

    Answer first = get("/v1/tasks?limit=1", "ada-key");
    Answer second =
        get("/v1/tasks?limit=1&cursor=" + first.json().path("next_cursor").textValue(), "ada-key");

    assertThat(first.json().path("tasks")).hasSize(1);
    assertThat(second.json().path("tasks")).hasSize(1);
    assertThat(second.json().path("tasks").path(0).path("intent_id"))
        .isNotEqualTo(first.json().path("tasks").path(0).path("intent_id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=many", "cursor=nothing", "cursor=%3F"})
  void aListAskedForWronglySaysWhatWasExpected(String query) {
    Answer answer = get("/v1/tasks?" + query, "ada-key");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("invalid_request");
    assertThat(answer.detail()).startsWith("expected ").contains(", but got ");
  }

  @Test
  void oneTaskHasAllThatIsNeededToDecide() {
    views.fold(created(intent).opened(ONCALL).reminded(1).escalated(new Assignee.Person("lead")));

    Answer answer = get("/v1/tasks/" + intent, "ada-key");

    assertThat(answer.status()).isEqualTo(200);
    JsonNode task = answer.json().path("task");
    assertThat(task.path("state").textValue()).isEqualTo("open");
    assertThat(task.path("may_decide").booleanValue()).isTrue();
    assertThat(task.path("version").intValue()).isEqualTo(2);
    assertThat(task.path("content_hash").textValue()).isEqualTo(hash("2").hex());
    assertThat(task.path("reminders").path("sent").intValue()).isEqualTo(1);
    assertThat(task.path("reminders").path("max").intValue()).isEqualTo(3);
    assertThat(task.path("escalated_to").path(0).textValue()).isEqualTo("person:lead");
    assertThat(task.path("policy").path("version").intValue()).isEqualTo(2);
    JsonNode content = answer.json().path("content");
    assertThat(content.path("payload").path("target").textValue()).isEqualTo("prod-postgres-main");
    assertThat(content.path("results").path("validate").path("risk").textValue()).isEqualTo("low");
    JsonNode history = answer.json().path("history");
    assertThat(history).hasSize(7);
    assertThat(history.path(0).path("event").textValue()).isEqualTo("intent_created");
    assertThat(history.path(4).path("summary").textValue())
        .isEqualTo("'Approve the change' was put to role:sre_oncall");
    assertThat(history.path(4).path("actor").path("id").textValue())
        .isEqualTo("agent://acme/prod/validator");
  }

  @Test
  void aDecidedTaskSaysWhoDecidedWhenAndHow() {
    views.fold(created(intent).opened(ONCALL).decided(person("ada"), "approved", Verdict.POSITIVE));

    JsonNode task = get("/v1/tasks/" + intent, "bob-key").json().path("task");

    assertThat(task.path("state").textValue()).isEqualTo("decided");
    assertThat(task.path("may_decide").booleanValue()).isFalse();
    assertThat(task.path("closed").path("decided_by").textValue()).isEqualTo("ada");
    assertThat(task.path("closed").path("at").textValue()).isEqualTo("2026-03-01T10:00:02Z");
    assertThat(task.path("closed").path("door").textValue()).isEqualTo("approvals");
    assertThat(task.path("closed").path("outcome").textValue()).isEqualTo("approved");
    assertThat(row(get("/v1/tasks?limit=200", "ada-key")).isMissingNode()).isTrue();
  }

  @Test
  void anEarlierQuestionOfTheSameIntentIsShownBesideTheLatest() {
    views.fold(
        created(intent)
            .opened(ONCALL)
            .decided(person("ada"), "changes_requested", Verdict.NEUTRAL)
            .then(History.delivered(3))
            .opened(ONCALL));

    Answer answer = get("/v1/tasks/" + intent, "ada-key");

    assertThat(answer.json().path("task").path("state").textValue()).isEqualTo("open");
    assertThat(
            answer.json().path("earlier_tasks").path(0).path("closed").path("outcome").textValue())
        .isEqualTo("changes_requested");
  }

  @ParameterizedTest
  @CsvSource({"foreign-key, open", "ada-key, none", "ada-key, not-an-id"})
  void whatIsNotInTheWorkspaceIsNotFound(String key, String which) {
    views.fold(created(intent).opened(ONCALL));
    String id =
        switch (which) {
          case "open" -> intent.toString();
          case "none" -> intent(90_000).toString();
          default -> which;
        };

    Answer answer = get("/v1/tasks/" + id, key);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("unknown_intent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent-key", "service-key"})
  void tasksAreNotForPrograms(String key) {
    views.fold(created(intent).opened(ONCALL));

    assertThat(get("/v1/tasks", key).status()).isEqualTo(403);
    assertThat(get("/v1/tasks/" + intent, key).status()).isEqualTo(403);
    assertThat(get("/v1/tasks/" + intent, "auditor-key").status()).isEqualTo(200);
  }

  @Test
  void aDecisionIsAskedAsThePersonWithWhatTheySaw() {
    Answer answer =
        post(
            intent,
            """
            {"outcome":"approved","comment":"go","data":{"window":"22:00"},"evidence":{"url":"x"},
             "version":1,"content_hash":"%s","on_behalf_of":"carol","unknown":1}
            """
                .formatted(hash("1")),
            "ada-key");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("decided").booleanValue()).isTrue();
    assertThat(answer.json().path("status").textValue()).isEqualTo("COMPLETED");
    Asked asked = bus.asked.getFirst();
    assertThat(asked.target()).isEqualTo(intent);
    assertThat(asked.actor().id()).isEqualTo("ada");
    assertThat(asked.door()).isEqualTo(Door.APPROVALS);
    assertThat(asked.body()).isEmpty();
    Command.Decide decide = (Command.Decide) asked.command();
    assertThat(decide.outcome()).isEqualTo("approved");
    assertThat(decide.shown())
        .isEqualTo(new Shown(Optional.empty(), Optional.of(1), Optional.of(hash("1"))));
    assertThat(decide.comment()).isEqualTo("go");
    assertThat(decide.data().text())
        .isEqualTo("{\"evidence\":{\"url\":\"x\"},\"window\":\"22:00\"}");
    assertThat(decide.evidence()).isTrue();
    assertThat(decide.onBehalfOf()).contains("carol");
  }

  @Test
  void anAgentsKeyIsPassedOnToBeRefusedAndAuditedWhereAuthorityIsJudged() {
    bus.answer = asked -> answered(rejected(asked, Rejection.Code.NOT_ALLOWED));

    assertThat(post(intent, body(), "agent-key").status()).isEqualTo(403);
    assertThat(bus.asked).hasSize(1);
  }

  @Test
  void theSameIdempotencyKeyIsTheSameCommand() {
    post(intent, body(), "ada-key", "Idempotency-Key", "k1");
    post(intent, body().replace("{", "{ "), "ada-key", "Idempotency-Key", "k1");
    post(intent, body(), "ada-key", "Idempotency-Key", "k2");
    post(intent, body(), "bob-key", "Idempotency-Key", "k1");

    assertThat(bus.asked.get(1).commandId()).isEqualTo(bus.asked.get(0).commandId());
    assertThat(bus.asked.get(1).body()).isPresent().isEqualTo(bus.asked.get(0).body());
    assertThat(bus.asked.get(2).commandId()).isNotEqualTo(bus.asked.get(0).commandId());
    assertThat(bus.asked.get(3).commandId()).isNotEqualTo(bus.asked.get(0).commandId());
  }

  @Test
  void withoutVersionOrHashTheCallerIsToldWhereToGetThem() {
    Answer version =
        post(
            intent,
            "{\"outcome\":\"approved\",\"content_hash\":\"%s\"}".formatted(hash("1")),
            "ada-key");
    Answer contentHash = post(intent, "{\"outcome\":\"approved\",\"version\":1}", "ada-key");

    assertThat(version.status()).isEqualTo(422);
    assertThat(version.code()).isEqualTo("version_required");
    assertThat(version.detail()).contains("GET /v1/tasks/" + intent);
    assertThat(contentHash.status()).isEqualTo(422);
    assertThat(contentHash.code()).isEqualTo("content_hash_required");
    assertThat(contentHash.detail()).contains("GET /v1/tasks/" + intent);
    assertThat(bus.asked).isEmpty();
  }

  @Test
  void whoeverShowedNothingSaysSoAndIsUnbound() {
    Answer answer =
        post(
            intent,
            "{\"outcome\":\"approved\",\"unbound\":true,\"step_id\":\"approve\"}",
            "ada-key");
    Answer both =
        post(
            intent,
            "{\"outcome\":\"approved\",\"unbound\":true,\"version\":1,\"content_hash\":\"%s\"}"
                .formatted(hash("1")),
            "ada-key");

    assertThat(answer.status()).as(answer.detail()).isEqualTo(200);
    assertThat(((Command.Decide) bus.asked.getFirst().command()).shown())
        .isEqualTo(
            new Shown(Optional.of(new StepId("approve")), Optional.empty(), Optional.empty()));
    assertThat(both.status()).isEqualTo(422);
    assertThat(bus.asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 400",
        "'{\"outcome\":' | 400",
        "'{\"a\":1,\"a\":2}' | 400",
        "[] | 400",
        "{} | 422",
        "{\"outcome\":7} | 422",
        "{\"outcome\":\" \"} | 422",
        "{\"outcome\":\"ok\",\"version\":\"1\"} | 422",
        "{\"outcome\":\"ok\",\"version\":1.5} | 422",
        "{\"outcome\":\"ok\",\"version\":0} | 422",
        "{\"outcome\":\"ok\",\"version\":1,\"content_hash\":\"abc\"} | 422",
        "{\"outcome\":\"ok\",\"data\":[1]} | 422",
        "{\"outcome\":\"ok\",\"comment\":{}} | 422"
      })
  void aMalformedDecisionIsNeverAsked(String body, int status) {
    Answer answer = post(intent, body, "ada-key");

    assertThat(answer.status()).as(answer.detail()).isEqualTo(status);
    assertThat(answer.json().path("ok").booleanValue()).isFalse();
    assertThat(answer.detail()).startsWith("expected ").contains(", but ");
    assertThat(bus.asked).isEmpty();
  }

  @Test
  void tooLongATextIsRefused() {
    String body =
        body().replace("{", "{\"comment\":\"" + "x".repeat(Limits.COMMENT_LENGTH_MAX + 1) + "\",");

    assertThat(post(intent, body, "ada-key").code()).isEqualTo("out_of_bounds");
  }

  @ParameterizedTest
  @ValueSource(ints = {Limits.BODY_BYTES_MAX + 1, Limits.REQUEST_BYTES_MAX + 1})
  void tooLargeADecisionIs413(int bytes) {
    Answer answer = post(intent, "{\"data\":\"" + "x".repeat(bytes) + "\"}", "ada-key");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.detail()).startsWith("expected ");
  }

  @ParameterizedTest
  @EnumSource(Rejection.Code.class)
  void everyRejectionHasItsStatusAndKeepsItsDetails(Rejection.Code code) {
    bus.answer = asked -> answered(rejected(asked, code));

    Answer answer = post(intent, body(), "ada-key");

    assertThat(answer.status()).isIn(401, 403, 404, 409, 422, 500);
    assertThat(answer.code()).isEqualToIgnoringCase(code.name());
    assertThat(answer.json().path("error").path("details").path("decided_by").textValue())
        .isEqualTo("ada");
    assertThat(answer.detail()).isEqualTo("expected this, but that");
  }

  @Test
  void noAnswerInTimeSaysThatTheOutcomeIsUnknown() {
    bus.answer =
        _ -> CompletableFuture.failedFuture(new CommandTimeoutException("expected an answer"));

    Answer answer = post(intent, body(), "ada-key");

    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("timeout");
  }

  @Test
  void somethingBrokenIsNotExplainedToTheCaller() {
    bus.answer = _ -> CompletableFuture.failedFuture(new IllegalStateException("secret cause"));

    Answer answer = post(intent, body(), "ada-key");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret cause").doesNotContain("Exception");
  }

  @Test
  void aViewThatIsLoadingIsNotReady() {
    views.ready = false;
    try {
      Answer answer = get("/v1/tasks", "ada-key");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
    } finally {
      views.ready = true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada-key", "wrong-key"})
  void whileKeysAreStillBeingReadNoneIsCalledWrong(String key) {
    MemoryDirectory directory = server.getApplicationContext().getBean(MemoryDirectory.class);
    directory.ready(false);
    try {
      for (Answer answer : List.of(get("/v1/tasks", key), post(intent, "{}", key))) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
      }
    } finally {
      directory.ready(true);
    }
  }

  @ParameterizedTest
  @CsvSource({"wrong-key, unauthorized", "'', missing_api_key"})
  void withoutAGoodKeyNothingIsShown(String key, String code) {
    Answer answer = get("/v1/tasks", key);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(post(intent, "not even JSON", key).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"outcome\":\"approved\",\"comment\":\"\\ud83d\"}",
        "{\"outcome\":\"\\ud83d\"}",
        "{\"outcome\":\"approved\",\"data\":{\"\\uDE00\":1}}"
      })
  void halfASurrogatePairIs400(String body) {
    Answer answer = post(intent, body, "ada-key");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).contains("half a surrogate pair");
  }

  @Test
  void aKeyMayComeAsABearerToken() {
    Answer answer =
        http.send(http.request("/v1/tasks").header("Authorization", "Bearer ada-key").GET());

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void ofTwoKeysTheBearerActsAndBothMustBeGood() {
    Answer unknown = both("service-key", "nobody");
    Answer noKey = both("nobody", "ada-key");
    Answer person = both("service-key", "ada-key");

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.code()).isEqualTo("invalid_actor_token");
    assertThat(noKey.status()).isEqualTo(401);
    assertThat(noKey.code()).isEqualTo("unauthorized");
    assertThat(person.status()).isEqualTo(200);
  }

  private Answer both(String apiKey, String bearer) {
    return http.send(
        http.request("/v1/tasks")
            .header("x-api-key", apiKey)
            .header("Authorization", "Bearer " + bearer)
            .GET());
  }

  @Test
  void lookingNeverDecides() {
    views.fold(created(intent).opened(ONCALL));

    assertThat(get("/v1/tasks/" + intent + "/decision", "ada-key").status()).isEqualTo(405);
    http.send(http.request("/v1/tasks/" + intent).header("x-api-key", "ada-key").HEAD());

    assertThat(bus.asked).isEmpty();
  }

  @Test
  void unknownPathsHaveTheSameErrorBody() {
    Answer answer = get("/v1/nothing", "ada-key");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not_found");
    assertThat(answer.json().path("ok").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void anybodyIsToldWhetherItIsUpAndOperatorsMore(String path) {
    assertThat(http.send(http.request(path).GET()).json().toString())
        .isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(path, "ada-key").json().toString()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(path, "auditor-key").json().has("details")).isTrue();
  }

  @Test
  void metricsAreForOperators() {
    assertThat(http.send(http.request("/prometheus").GET()).status()).isEqualTo(401);
    assertThat(get("/prometheus", "wrong-key").status()).isEqualTo(401);
    assertThat(get("/prometheus", "ada-key").status()).isEqualTo(403);
    assertThat(get("/prometheus", "auditor-key").body()).contains("assent_tasks_open");
    assertThat(get("/prometheus", "admin-key").status()).isEqualTo(200);
    for (String path : List.of("/metrics", "/info", "/env", "/beans", "/routes", "/caches")) {
      assertThat(get(path, "admin-key").status()).as(path).isEqualTo(404);
    }
  }

  private JsonNode row(Answer list) {
    assertThat(list.status()).as(list.body()).isEqualTo(200);
    for (JsonNode row : list.json().path("tasks")) {
      if (row.path("intent_id").textValue().equals(intent.toString())) {
        return row;
      }
    }
    return list.json().path("no such row");
  }

  private static Answer get(String path, String key) {
    return http.get(path, key);
  }

  private static Answer post(IntentId intent, String body, String key, String... headers) {
    return http.post("/v1/tasks/" + intent + "/decision", body, key, headers);
  }

  private static String body() {
    return "{\"outcome\":\"approved\",\"version\":1,\"content_hash\":\"" + hash("1") + "\"}";
  }

  private static Principal principal(Principal.Kind kind, String id, Scope scope) {
    return new Principal(
        kind, id, History.WORKSPACE, Set.of(scope), Set.of("*"), "api_key:ak", Optional.empty());
  }

  private static CompletableFuture<Result> answered(Result result) {
    return CompletableFuture.completedFuture(result);
  }

  private static Result accepted(Asked asked) {
    return new Result.Accepted(
        asked.commandId(),
        asked.target(),
        7,
        Status.COMPLETED,
        History.START,
        1,
        false,
        Optional.empty());
  }

  private static Result rejected(Asked asked, Rejection.Code code) {
    return new Result.Rejected(
        asked.commandId(),
        asked.target(),
        Rejection.of(code, "this", "that").with(Map.of("decided_by", "ada")));
  }
}
