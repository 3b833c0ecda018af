package dev.assent.approval.api;

import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.hash;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.approval.Http.Answer;
import dev.assent.approval.view.History;
import dev.assent.contract.Command;
import dev.assent.contract.Event;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Grant;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people and operators are shown of tasks.
class TaskApiTest extends ApprovalApi {
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
  void aTaskSaysWhoAskedForItsIntentAndWhomThatIsAddressedTo() {
    views.fold(created(intent).opened(ONCALL));

    JsonNode row = row(get("/v1/tasks?limit=200", "ada-key"));
    JsonNode task = get("/v1/tasks/" + intent, "ada-key").json().path("task");

    assertThat(row.path("from_agent").asText()).isNotEmpty();
    assertThat(row.path("to_agent").asText()).isNotEmpty();
    assertThat(task.path("from_agent")).isEqualTo(row.path("from_agent"));
    assertThat(task.path("to_agent")).isEqualTo(row.path("to_agent"));
  }

  @Test
  void onlyWhoMayDecideSeesATaskInTheList() {
    views.fold(created(intent).opened(ONCALL));

    assertThat(row(get("/v1/tasks?limit=200", "bob-key")).isMissingNode()).isTrue();
    assertThat(row(get("/v1/tasks?limit=200", "foreign-key")).isMissingNode()).isTrue();
    assertThat(row(get("/v1/tasks?limit=200&all=true", "admin-key")).isMissingNode()).isFalse();
  }

  @Test
  void whoMayDecideIsTheSameAsTheDeciderSays() {
    Grant noAda = new Grant("ada", List.of(), List.of(Grant.Right.RESUME));
    History asked = created(intent).opened();
    views.fold(asked);

    assertThat(mayDecide("ada-key")).isTrue();
    assertThat(mayDecide("audits-key")).as("a person who may only read").isFalse();

    views.fold(
        asked.then(
            new Event.ControlsChanged(
                Command.Control.Part.POLICY,
                2,
                Json.EMPTY,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(noAda))));

    assertThat(mayDecide("ada-key")).as("the intent's policy denies it").isFalse();
    assertThat(mayDecide("bob-key")).isTrue();
  }

  private boolean mayDecide(String key) {
    return get("/v1/tasks/" + intent, key).json().at("/task/may_decide").booleanValue();
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
}
