package dev.assent.cli.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.FakeNode;
import dev.assent.cli.Ran;
import dev.assent.contract.value.Hash;
import dev.assent.wire.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksCommandTest {
  private static final String ID = "11111111-1111-8111-8111-111111110000";

  /// SHA-256 of `{"payload":{"amount":1},"task":{"title":"Go?"}}`, the canonical form of the
  /// content below.
  private static final String HASH =
      "58ed459934900a672351dc92b050230657fe41e1d20073ea70ae11d744267f3f";

  private static final String OPEN =
      """
      {"ok":true,
       "task":{"intent_id":"%s","intent_type":"pay.v1","from_agent":"agent://o/w/n","to_agent":"infra","policy":{"scenario_id":"pay","version":2},"status":"WAITING",
         "state":"open","step_id":"gate","version":3,"content_hash":"%s","may_decide":true,
         "human_task":{"title":"Go?","description":"Look at it.","task_type":"form",
           "allowed_outcomes":["approved","rejected"],"required_comment":true,"evidence_required":false,
           "form_schema":{"properties":{"count":{"type":"integer"},"sure":{"type":"boolean"},"name":{"type":"string"}}}},
         "assignees":["role:sre"],"escalated_to":[],"assigned_at":"2026-01-02T03:04:05Z","due_at":null,
         "reminders":{"sent":1,"max":3,"last_at":null,"next_at":"2026-01-02T04:04:05Z"}},
       "content":{"task":{"title":"Go?"},"payload":{"amount":1}},
       "results":{},"earlier_tasks":[],
       "history":[{"seq":1,"at":"2026-01-02T03:04:05Z","event":"intent_created","summary":"n asked for pay.v1","actor":{"kind":"service","id":"n"},"door":"gateway"}]}\
      """
          .formatted(ID, HASH);

  private static final String DECIDED =
      """
      {"ok":true,"decided":true,"intent_id":"%s","status":"COMPLETED","seq":9,"again":false}\
      """
          .formatted(ID);

  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  private Ran tasks(String... arguments) {
    return tasks("", false, arguments);
  }

  private Ran tasks(String typed, boolean interactive, String... arguments) {
    List<String> all = new ArrayList<>(List.of("tasks"));
    all.addAll(List.of(arguments));
    return Ran.run(
        Map.of("ASSENT_APPROVALS_URL", node.url(), "ASSENT_APPROVER_KEY", "k", "NO_COLOR", "1"),
        typed,
        interactive,
        all.toArray(String[]::new));
  }

  private void openTask() {
    node.answers("GET /v1/tasks/" + ID, 200, OPEN)
        .answers("POST /v1/tasks/" + ID + "/decision", 200, DECIDED);
  }

  @ParameterizedTest
  @CsvSource({"approve,approved", "reject,rejected"})
  void aDecisionIsBoundToWhatWasShownAndConfirmed(String command, String outcome) {
    openTask();

    Ran ran = tasks("y\n", true, command, ID, "-c", "looked at it");

    assertThat(ran.exit()).isZero();
    JsonNode sent = node.last().json();
    assertThat(sent.path("outcome").asText()).isEqualTo(outcome);
    assertThat(sent.path("version").asInt()).isEqualTo(3);
    assertThat(sent.path("content_hash").asText()).isEqualTo(HASH);
    assertThat(sent.path("comment").asText()).isEqualTo("looked at it");
    assertThat(ran.out())
        .contains("Go?", "Look at it.", "\"amount\" : 1", "role:sre", "comment required")
        .contains("Decided: " + outcome + ". ", "COMPLETED");
  }

  @Test
  void whatNobodyConfirmedIsSentAsUnbound() {
    openTask();

    Ran silent = tasks("approve", ID, "-c", "x");
    assertThat(silent.out()).contains("Decided: approved, unbound");
    assertUnbound();
    tasks("", true, "approve", ID, "-c", "x", "--yes");
    assertUnbound();
    tasks("approve", ID, "-c", "x", "--json");
    assertUnbound();
  }

  private void assertUnbound() {
    JsonNode sent = node.last().json();
    assertThat(sent.path("unbound").asBoolean()).isTrue();
    assertThat(sent.has("version") || sent.has("content_hash") || sent.has("step_id")).isFalse();
  }

  @Test
  void withoutATerminalAPersonSaysWhatTheySaw() {
    openTask();

    tasks("approve", ID, "-c", "x", "--content-hash", HASH, "--step", "gate");

    JsonNode sent = node.last().json();
    assertThat(sent.path("content_hash").asText()).isEqualTo(HASH);
    assertThat(sent.path("step_id").asText()).isEqualTo("gate");
    assertThat(sent.has("unbound")).isFalse();
  }

  @Test
  void contentWithANumberThatNoDoubleCarriesIsShownAndDecidedAsItIs() {
    String content = "{\"payload\":{\"amount\":12345678901234567.89},\"task\":{\"title\":\"Go?\"}}";
    node.answers(
            "GET /v1/tasks/" + ID,
            200,
            OPEN.replace("\"amount\":1", "\"amount\":12345678901234567.89")
                .replace(HASH, Hash.of(CanonicalJson.canonical(content)).hex()))
        .answers("POST /v1/tasks/" + ID + "/decision", 200, DECIDED);

    Ran ran = tasks("y\n", true, "approve", ID, "-c", "looked at it");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("\"amount\" : 12345678901234567.89");
  }

  @Test
  void contentThatIsNotWhatTheHashSaysIsNeverDecidedOn() {
    node.answers("GET /v1/tasks/" + ID, 200, OPEN.replace("\"amount\":1", "\"amount\":1000"));

    Ran ran = tasks("approve", ID, "-c", "x");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Nothing was decided", HASH);
    assertThat(node.asked()).noneMatch(asked -> asked.method().equals("POST"));
  }

  @Test
  void fieldsAreOfTheTypeThatTheFormSays() {
    openTask();

    tasks(
        "submit",
        ID,
        "-o",
        "approved",
        "--data-json",
        "{\"extra\":[1]}",
        "-d",
        "count=12",
        "-d",
        "sure=true",
        "-d",
        "name=12",
        "-d",
        "other=true");

    assertThat(node.last().json().path("data").toString())
        .isEqualTo("{\"extra\":[1],\"count\":12,\"sure\":true,\"name\":\"12\",\"other\":\"true\"}");
  }

  @Test
  void aFieldOfAnotherTypeThanTheFormSaysIsRefusedBeforeAnythingIsSent() {
    openTask();

    Ran ran = tasks("submit", ID, "-o", "approved", "-d", "count=many");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--field count: expected integer");
    assertThat(node.last().method()).isEqualTo("GET");
  }

  @Test
  void fieldsGivenAsTheDataFolderAreExplained() {
    Ran ran = tasks("submit", ID, "-o", "assigned", "--data", "assignee=bob");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--field assignee=bob");
  }

  @Test
  void aRefusalIsTheFirstThingThatIsSaid() {
    node.answers("GET /v1/tasks/" + ID, 200, OPEN)
        .answers(
            "POST /v1/tasks/" + ID + "/decision",
            422,
            FakeNode.error("comment_required", "expected a comment, but there is none"));

    Ran ran = tasks("approve", ID);

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("expected a comment, but there is none");
  }

  @Test
  void whoeverIsSecondLearnsWhoWonAndExitsWith3() {
    node.answers(
            "GET /v1/tasks/" + ID, 200, OPEN.replace("\"state\":\"open\"", "\"state\":\"decided\""))
        .answers(
            "POST /v1/tasks/" + ID + "/decision",
            409,
            FakeNode.error("already_decided", "expected an open task, but alice approved it"));

    Ran ran = tasks("approve", ID);

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("assent: expected an open task, but alice approved it.\n");
    assertThat(node.last().json().path("step_id").asText()).isEqualTo("gate");
  }

  @Test
  void onATerminalThePersonIsAskedForTheCommentAndForAYes() {
    openTask();

    Ran ran = tasks("fine by me\ny\n", true, "approve", ID);

    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).contains("Comment (required): ", "Approve this? [y/N] ");
    assertThat(node.last().json().path("comment").asText()).isEqualTo("fine by me");
  }

  @Test
  void onATerminalAnythingButYesDecidesNothing() {
    openTask();

    Ran ran = tasks("\n", true, "approve", ID, "-c", "x");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("Nothing was decided");
    assertThat(node.asked()).noneMatch(asked -> asked.method().equals("POST"));
  }

  @Test
  void underJsonTheAnswerIsTheOnlyDocument() {
    openTask();

    Ran ran = tasks("approve", ID, "-c", "x", "--json");

    assertThat(ran.out()).isEqualTo(DECIDED + "\n");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void getShowsTheTaskAndItsHistory() {
    openTask();

    Ran ran = tasks("get", ID);

    assertThat(ran.out())
        .contains("Policy          pay version 2", "To              infra")
        .contains("Task            Go?", "1 of 3, next 2026-01-02T04:04:05Z", "n asked for pay.v1");
  }

  @Test
  void listShowsWhatIsDueFirst() {
    node.answers(
        "GET /v1/tasks",
        200,
        """
        {"ok":true,"next_cursor":null,"tasks":[{"intent_id":"a","assigned_at":"2026-01-02T03:04:05Z",
          "due_at":null,"reminders":2,"from_agent":"deployer","to_agent":"infra","intent_type":"change.v1","human_task":{"title":"Go?","task_type":"approval"}}]}\
        """);

    Ran ran = tasks("list");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines().toList().getFirst())
        .matches("INTENT +TYPE +DUE +OPEN SINCE +REMINDERS +FROM +TO +INTENT TYPE +TITLE");
    assertThat(ran.out().lines().toList().get(1))
        .matches("a +approval +- +\\d+d \\d+h ago +2 +deployer +infra +change.v1 +Go\\?");
  }

  @Test
  void anEmptyListSaysSo() {
    node.answers("GET /v1/tasks", 200, "{\"ok\":true,\"tasks\":[],\"next_cursor\":null}");

    assertThat(tasks("list").out()).isEqualTo("No task is waiting for you.\n");
    assertThat(tasks("list", "--json").json().path("tasks")).isEmpty();
  }
}
