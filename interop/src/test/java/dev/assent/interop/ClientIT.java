package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.assent.cli.session.NodeFiles;
import dev.assent.client.ApprovalsClient;
import dev.assent.client.AssentClient;
import dev.assent.client.AssentException;
import dev.assent.client.Decision;
import dev.assent.client.Intent;
import dev.assent.client.IntentEvent;
import dev.assent.client.IntentStatus;
import dev.assent.client.NewIntent;
import dev.assent.client.PolicyRef;
import dev.assent.client.Scenario;
import dev.assent.client.Submitted;
import dev.assent.client.Task;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Every call against a real node, which one of the tests starts again.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClientIT {
  private static final String TYPE = "intent.infra.change_approval.v1";
  private static final Map<String, Object> SCENARIO =
      Map.of(
          "scenario_id", "change-approval.v1",
          "agents",
              List.of(
                  Map.of(
                      "role",
                      "validator",
                      "address",
                      "infra-validator",
                      "create_if_missing",
                      true)),
          "humans", List.of(Map.of("role", "sre_oncall", "display_name", "SRE On-Call")),
          "workflow",
              Map.of(
                  "steps",
                  List.of(
                      Map.of("step_id", "validate", "assigned_to", "validator"),
                      Map.of(
                          "step_id",
                          "approve",
                          "assigned_to",
                          "sre_oncall",
                          "requires_approval",
                          true,
                          "human_task",
                          Map.of("title", "Approve the change")))),
          "intent", Map.of("type", TYPE, "payload", Map.of("target", "staging")));

  @TempDir static Path folder;
  private static Node node;
  private static String url = "";
  private static NodeFiles.Keys keys;

  @BeforeAll
  static void start() throws Exception {
    node = up(0, 0);
    url = node.files().node().orElseThrow().gatewayUrl();
    keys = node.files().keys().orElseThrow();
  }

  private static Node up(int gatewayPort, int approvalsPort) throws Exception {
    return Node.start(
        new NodeOptions(
            folder, gatewayPort, approvalsPort, 0, 0, NodeOptions.PARTITIONS, false, false, false),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static AssentClient initiator() {
    return AssentClient.connect(url, keys.initiatorKey());
  }

  private static String approvals() throws IOException {
    return node.files().node().orElseThrow().approvalsUrl();
  }

  private static AssentClient approver() {
    return AssentClient.connect(url, keys.approverKey());
  }

  @Test
  @Order(1)
  void theReadmesProgramsTakeAChangeThroughAnAgentAndAPerson() throws Exception {
    try (AssentClient initiator = initiator();
        AssentClient agent = AssentClient.connect(url, keys.agentKey());
        AssentClient approver = approver()) {
      ClientReadme.policy(initiator, SCENARIO);
      Scenario scenario = Scenario.of(SCENARIO).withIdempotencyKey("setup-1");
      assertThat(initiator.scenarios().validate(scenario).valid()).isTrue();
      assertThat(initiator.scenarios().apply(scenario).intentId())
          .isPresent()
          .isEqualTo(initiator.scenarios().apply(scenario).intentId());
      assertThat(initiator.scenarios().policy(TYPE).ref())
          .isEqualTo(new PolicyRef("change-approval.v1", 1));
      assertThat(initiator.scenarios().policies().items()).hasSize(1);
      assertThat(initiator.agents(0).items()).hasSize(1);
      ClientReadme.operator(initiator);
      Thread.startVirtualThread(() -> ClientReadme.agent(agent));
      CompletableFuture<Intent> waiting =
          CompletableFuture.supplyAsync(
              () -> ClientReadme.service(url, keys.initiatorKey()), Thread::startVirtualThread);

      await().atMost(Duration.ofSeconds(30)).until(() -> approver.openTasks().size() == 2);
      ClientReadme.person(approvals(), keys.approverKey());

      assertThat(waiting).succeedsWithin(30, TimeUnit.SECONDS);
      Intent done = waiting.join();
      assertThat(done.completed()).isTrue();
      assertThat(done.json().path("results").toString()).contains("prod-postgres-main");
      List<String> types = initiator.events(done.id()).stream().map(IntentEvent::type).toList();
      assertThat(types).contains("intent.human_task_assigned").endsWith("intent.completed");
      ClientReadme.observer(initiator, done.id());
    }
  }

  @Test
  @Order(2)
  void aKeyBeginsOneIntent_andWithAnotherBodyItIsAConflict() {
    try (AssentClient client = initiator()) {
      NewIntent intent =
          NewIntent.of("t.v1", "nobody", Map.of("n", 1)).withIdempotencyKey("order-1");
      Submitted taken = client.send(intent);
      assertThat(taken.policy()).isEmpty();
      String id = taken.id();
      assertThat(client.send(intent.withCorrelationId("another")).id()).isEqualTo(id);
      assertThatExceptionOfType(AssentException.Conflict.class)
          .isThrownBy(() -> client.send(intent.with("payload", Map.of("n", 2))))
          .satisfies(e -> assertThat(e.code()).isEqualTo("idempotency_conflict"))
          .satisfies(e -> assertThat(e.requestId()).isPresent());

      client.cancel(id, "not needed");
      assertThat(client.waitFor(id).status()).isEqualTo(IntentStatus.CANCELED);
      assertThatExceptionOfType(AssentException.Conflict.class)
          .isThrownBy(() -> client.cancel(id, "again"))
          .satisfies(e -> assertThat(e.code()).isEqualTo("intent_ended"))
          .satisfies(e -> assertThat(e.winner()).isPresent());
    }
  }

  @Test
  @Order(3)
  void aDecisionIsBoundToWhatWasShown_andTheSecondIsToldWhoWon() {
    try (AssentClient initiator = initiator();
        AssentClient approver = approver()) {
      String id =
          initiator.send(NewIntent.question("expense.v1", "Pay it?", Map.of("amount", 12))).id();
      Task task = approver.task(id);
      assertThat(task.title()).isEqualTo("Pay it?");
      assertThat(task.outcomes()).contains("approved", "rejected");
      Task forged =
          new Task(
              id,
              task.stepId(),
              true,
              task.title(),
              "",
              task.outcomes(),
              task.version(),
              "0".repeat(64),
              task.payload(),
              task.json());
      assertThatExceptionOfType(AssentException.Conflict.class)
          .isThrownBy(() -> approver.approve(forged, ""))
          .satisfies(e -> assertThat(e.code()).isEqualTo("content_changed"));
      assertThatExceptionOfType(AssentException.NotAllowed.class)
          .isThrownBy(() -> initiator.approve(task, "myself"));

      approver.reject(task, "too much");

      assertThat(initiator.waitFor(id).status()).isEqualTo(IntentStatus.FAILED);
      assertThatExceptionOfType(AssentException.Conflict.class)
          .isThrownBy(() -> approver.approve(task, "after all"))
          .satisfies(e -> assertThat(e.winner()).contains("approver"))
          .satisfies(e -> assertThat(e.outcome()).contains("rejected"));
    }
  }

  @Test
  @Order(4)
  void anApprovalServiceShowsAPersonTheirTasksAndTakesTheirDecisions() throws Exception {
    try (AssentClient initiator = initiator();
        ApprovalsClient people = ApprovalsClient.connect(approvals(), keys.approverKey())) {
      assertThat(people.health().ready()).isTrue();
      String id = initiator.send(NewIntent.question("leave.v1", "May I?", Map.of("days", 3))).id();
      assertThat(people.tasks(0).items())
          .filteredOn(line -> line.intentId().equals(id))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.to())
                      .isEqualTo(initiator.get(id).json().path("to_agent").asText()));
      Task task = people.task(id);
      assertThat(task.payload()).isEqualTo(approverTask(id).payload());
      assertThat(task.contentHash()).isEqualTo(approverTask(id).contentHash());

      Decision decision = Decision.of("approved").withComment("enjoy").boundTo(task);
      assertThat(people.decide(id, decision).status()).isEqualTo(IntentStatus.COMPLETED);

      assertThat(people.task(id).open()).isFalse();
      assertThatExceptionOfType(AssentException.Conflict.class)
          .isThrownBy(() -> people.reject(task, "after all"))
          .satisfies(e -> assertThat(e.winner()).contains("approver"));
    }
  }

  private static Task approverTask(String id) {
    try (AssentClient approver = approver()) {
      return approver.task(id);
    }
  }

  @Test
  @Order(4)
  void whatIsWrongHasItsOwnKind() {
    try (AssentClient stranger = AssentClient.connect(url, "not-a-key");
        AssentClient client = initiator()) {
      assertThatExceptionOfType(AssentException.Authentication.class)
          .isThrownBy(() -> stranger.get("0190aaaa-0000-7000-8000-000000000000"));
      assertThatExceptionOfType(AssentException.NotFound.class)
          .isThrownBy(() -> client.waitFor("0190aaaa-0000-7000-8000-000000000000"));
      assertThatExceptionOfType(AssentException.Validation.class)
          .isThrownBy(() -> client.send(NewIntent.of("", "x", Map.of())));
    }
  }

  @Test
  @Order(5)
  void anAgentFailsAStep_andAWaitHasALimit() {
    try (AssentClient initiator = initiator();
        AssentClient agent = AssentClient.connect(url, keys.agentKey())) {
      String id = initiator.send(NewIntent.of("t.v1", "fragile", Map.of())).id();
      assertThatExceptionOfType(AssentException.StillRunning.class)
          .isThrownBy(() -> initiator.waitFor(id, Duration.ofSeconds(1)));
      agent.fail(id, "it broke");

      Intent ended = initiator.waitFor(id);
      assertThat(ended.status()).isEqualTo(IntentStatus.FAILED);
      assertThat(ended.failure()).contains("it broke");
    }
  }

  @Test
  @Order(6)
  void aNodeThatIsStartedAgainEndsNoWaitAndNoAgent() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (AssentClient initiator = initiator();
        AssentClient agent = AssentClient.connect(url, keys.agentKey())) {
      Thread.startVirtualThread(
          () -> agent.listen("late", step -> Map.of("seen", step.intentType())));
      String question = initiator.send(NewIntent.question("q.v1", "Go on?", Map.of())).id();
      CompletableFuture<Intent> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                initiator.observe(question, 0, event -> seen.add(event.seq() + event.type()));
                return initiator.get(question);
              },
              Thread::startVirtualThread);
      await().until(() -> !seen.isEmpty());
      String approvals = node.files().node().orElseThrow().approvalsUrl();

      node.close();
      node = up(URI.create(url).getPort(), URI.create(approvals).getPort());

      String work = initiator.send(NewIntent.of("w.v1", "late", Map.of())).id();
      assertThat(initiator.waitFor(work, Duration.ofSeconds(60)).result().orElseThrow().toString())
          .contains("\"seen\":\"w.v1\"");
      try (AssentClient approver = approver()) {
        approver.approve(approver.task(question), "");
      }
      assertThat(waiting).succeedsWithin(60, TimeUnit.SECONDS);
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  @Test
  @Order(7)
  void aDeadlineIsTheInstantThatWasGiven_andThenTheIntentIsOver() {
    NewIntent intent = NewIntent.of("t.v1", "nobody", Map.of());
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MICROS);
    try (AssentClient client = initiator()) {
      String open = client.send(intent.withDeadline(tomorrow).withIdempotencyKey("tomorrow")).id();
      assertThat(Instant.parse(client.get(open).json().path("deadline_at").asText()))
          .isEqualTo(tomorrow);

      String brief = client.send(intent.withDeadline(Instant.now().plusSeconds(1))).id();
      assertThat(client.waitFor(brief, Duration.ofSeconds(30)).status())
          .isEqualTo(IntentStatus.TIMED_OUT);
    }
  }
}
