package dev.assent.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.approval.Http.Answer;
import dev.assent.approval.view.History;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.lifecycle.LifecycleApplication;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.keys.NewKey;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service with a real broker and a real lifecycle-processor behind it.
class ApprovalBrokerTest {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Stamp STAMP = new Stamp(Clock.systemUTC(), Door.GATEWAY);

  private static final Map<String, String> KEYS = new HashMap<>();
  private static Connection connection;
  private static EmbeddedServer processor;
  private static EmbeddedServer approvals;
  private static KafkaCommandBus programs;
  private static Http http;

  private IntentId intent = Idempotency.newIntent();

  @BeforeAll
  static void start(@TempDir Path processorState, @TempDir Path approvalsState) throws Exception {
    connection = TestBroker.freshTopics();
    Wire wire = AvroWire.connect(connection);
    processor = LifecycleApplication.start(TestBroker.settings(connection, processorState));
    approvals = ApprovalApplication.start(TestBroker.settings(connection, approvalsState));
    http = new Http(approvals.getPort());
    programs = KafkaCommandBus.start(connection, wire);
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      key(directory, Principal.Kind.PERSON, "ada", Scope.APPROVER, "sre_oncall");
      key(directory, Principal.Kind.PERSON, "bob", Scope.APPROVER, "finance");
      key(directory, Principal.Kind.AGENT, "agent://acme/prod/validator", Scope.AGENT);
    }
    awaitReady(approvals);
    awaitReady(processor);
  }

  @AfterAll
  static void stop() {
    approvals.stop();
    programs.close();
    processor.stop();
  }

  @BeforeEach
  void aTaskIsOpen() throws Exception {
    intent = Idempotency.newIntent();
    ask(
        service(),
        intent,
        new Command.Submit(
            "intent.infra.change_approval.v1",
            "corr-1",
            "deploy-pipeline",
            "agent://acme/prod/validator",
            History.PAYLOAD,
            Optional.empty(),
            Optional.empty(),
            History.plan(Optional.empty())));
    ask(
        History.agent(),
        intent.step(1),
        new Command.Report(Command.Report.Kind.COMPLETE, History.RESULT, ""));
  }

  @Test
  void aTaskIsListedShownDecidedAndListedNoMore() {
    assertThat(isListed("ada")).isTrue();
    assertThat(isListed("bob")).isFalse();
    JsonNode shown = shown();
    assertThat(shown.path("content").path("results").path("validate").path("risk").asText())
        .isEqualTo("low");
    assertThat(Hash.of(CanonicalJson.of(shown.path("content"))).hex())
        .isEqualTo(shown.path("task").path("content_hash").asText());

    Answer decided = decide(body(shown), "ada");

    assertThat(decided.status()).as(decided.body()).isEqualTo(200);
    assertThat(decided.json().path("status").asText()).isEqualTo("COMPLETED");
    assertThat(isListed("ada")).isFalse();
    JsonNode closed = shown().path("task");
    assertThat(closed.path("state").asText()).isEqualTo("decided");
    assertThat(closed.path("closed").path("decided_by").asText()).isEqualTo("ada");
    assertThat(closed.path("closed").path("comment").asText()).isEqualTo("go");
  }

  @Test
  void theSecondDecisionIsToldWhoWasFirst() {
    JsonNode shown = shown();
    decide(body(shown), "ada");

    Answer second = decide(body(shown).replace("approved", "rejected"), "ada");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("already_decided");
    JsonNode details = second.json().path("error").path("details");
    assertThat(details.path("decided_by").asText()).isEqualTo("ada");
    assertThat(Instant.parse(details.path("decided_at").asText())).isBefore(Instant.now());
    assertThat(second.detail()).contains("ada").contains("APPROVALS");
  }

  @Test
  void aDecisionOnSomethingElseThanTheTaskIsRefused() {
    JsonNode shown = shown();
    String hash = shown.path("task").path("content_hash").asText();

    Answer wrongVersion = decide(body(shown).replace("\"version\":1", "\"version\":7"), "ada");
    Answer wrongHash = decide(body(shown).replace(hash, Hash.of("other").hex()), "ada");

    assertThat(wrongVersion.status()).isEqualTo(409);
    assertThat(wrongVersion.code()).isEqualTo("stale_version");
    assertThat(wrongHash.status()).isEqualTo(409);
    assertThat(wrongHash.code()).isEqualTo("content_changed");
    assertThat(isListed("ada")).isTrue();
  }

  @Test
  void whoWasNotAskedOrIsNoPersonIsRefused() {
    JsonNode shown = shown();

    Answer notAsked = decide(body(shown), "bob");
    Answer agent = decide(body(shown), "agent://acme/prod/validator");

    assertThat(notAsked.status()).isEqualTo(403);
    assertThat(notAsked.code()).isEqualTo("not_assigned");
    assertThat(agent.status()).isEqualTo(403);
    assertThat(agent.code()).isEqualTo("not_allowed");
    assertThat(isListed("ada")).isTrue();
  }

  @Test
  void anOutcomeThatTheTaskDoesNotOfferIsRefused() {
    Answer answer = decide(body(shown()).replace("approved", "perhaps"), "ada");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("outcome_not_allowed");
  }

  @Test
  void theSameRequestUnderItsKeyIsAnsweredAgainAndAnotherOneIsAConflict() {
    String body = body(shown());
    Answer first = decide(body, "ada", "Idempotency-Key", "k-" + intent);
    Answer again = decide(body, "ada", "Idempotency-Key", "k-" + intent);
    Answer other = decide(body.replace("go", "no"), "ada", "Idempotency-Key", "k-" + intent);

    assertThat(first.json().path("again").asBoolean()).isFalse();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("again").asBoolean()).isTrue();
    assertThat(again.json().path("seq")).isEqualTo(first.json().path("seq"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("idempotency_conflict");
  }

  @Test
  void openTasksAreListedAgainAfterARestartOnAnEmptyDisk(@TempDir Path empty) {
    approvals.stop();
    approvals = ApprovalApplication.start(TestBroker.settings(connection, empty));
    http = new Http(approvals.getPort());
    awaitReady(approvals);

    assertThat(isListed("ada")).isTrue();
    assertThat(decide(body(shown()), "ada").status()).isEqualTo(200);
    assertThat(isListed("ada")).isFalse();
  }

  private static void key(
      KafkaDirectory directory, Principal.Kind kind, String owner, Scope scope, String... roles)
      throws Exception {
    NewKey key =
        NewKey.create(
            "test", History.WORKSPACE, kind, owner, Set.of(scope), Set.of(roles), Instant.EPOCH);
    directory.put(key.entry()).get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    KEYS.put(owner, key.secret());
  }

  private static String keyOf(String owner) {
    return Objects.requireNonNull(KEYS.get(owner), owner);
  }

  private static void ask(Principal actor, IntentId target, Command.Request request)
      throws Exception {
    Result result =
        programs.send(STAMP.ask(actor, target, request)).get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    assertThat(result).isInstanceOf(Result.Accepted.class);
  }

  private static Principal service() {
    return new Principal(
        Principal.Kind.SERVICE,
        "deploy-pipeline",
        History.WORKSPACE,
        Set.of(Scope.INITIATOR),
        Set.of(),
        "api_key:ak_service",
        Optional.empty());
  }

  private boolean isListed(String person) {
    Answer list = http.get("/v1/tasks?limit=200", keyOf(person));
    assertThat(list.status()).as(list.body()).isEqualTo(200);
    return list.json().path("tasks").findValuesAsText("intent_id").contains(intent.toString());
  }

  private JsonNode shown() {
    Answer shown = http.get("/v1/tasks/" + intent, keyOf("ada"));
    assertThat(shown.status()).as(shown.body()).isEqualTo(200);
    return shown.json();
  }

  private static String body(JsonNode shown) {
    return """
    {"outcome":"approved","comment":"go","version":%d,"content_hash":"%s"}
    """
        .formatted(
            shown.path("task").path("version").asInt(),
            shown.path("task").path("content_hash").asText());
  }

  private Answer decide(String body, String person, String... headers) {
    return http.post("/v1/tasks/" + intent + "/decision", body, keyOf(person), headers);
  }

  private static void awaitReady(EmbeddedServer server) {
    Http probe = new Http(server.getPort());
    await()
        .atMost(WITHIN)
        .until(() -> probe.send(probe.request("/health/readiness").GET()).status() == 200);
  }
}
