package dev.assent.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.FakeNode;
import dev.assent.cli.Ran;
import dev.assent.cli.session.NodeFiles;
import dev.assent.wire.connection.KafkaLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// keys, scenarios, doctor and dead-letters, without a broker.
class OperatorCommandsTest {
  /// Nothing listens there.
  private static final String NOWHERE = "127.0.0.1:1";

  private final FakeNode node = new FakeNode();
  @TempDir Path folder;

  @AfterEach
  void close() {
    node.close();
  }

  private Ran assent(String... arguments) {
    return Ran.assent(environment(), arguments);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("ASSENT_DATA", folder.toString());
    environment.put("ASSENT_GATEWAY_URL", node.url());
    environment.put("ASSENT_APPROVALS_URL", node.url());
    environment.put("ASSENT_REGISTRY_URL", "http://" + NOWHERE);
    environment.put("ASSENT_BOOTSTRAP_SERVERS", NOWHERE);
    environment.put("ASSENT_API_KEY", "k");
    return environment;
  }

  @Test
  void aNewKeyIsTheOnlyThingOnStandardOutput() {
    node.answers(
        "POST /v1/keys", 200, "{\"ok\":true,\"key\":{\"key_id\":\"ak_1\",\"token\":\"assent_x\"}}");

    Ran ran =
        assent(
            "keys",
            "create",
            "--scope",
            "approver",
            "--owner",
            "bob",
            "--role",
            "sre",
            "--role",
            "lead");

    assertThat(ran.out()).isEqualTo("assent_x\n");
    assertThat(ran.err()).contains("ak_1", "not shown again");
    assertThat(node.last().json().toString())
        .isEqualTo("{\"scope\":\"approver\",\"owner\":\"bob\",\"roles\":[\"sre\",\"lead\"]}");
  }

  @Test
  void theEnvironmentHasTheBrokersLogin_unlessItLetsEverybodyIn() throws IOException {
    NodeFiles files = new NodeFiles(folder);
    files.write(NodeFiles.Node.of(1, "http://g", "http://a", "http://r", NOWHERE, Instant.EPOCH));
    files.write(new NodeFiles.Keys("i", "g", "p", "d"));
    KafkaLogin login = KafkaLogin.fresh();
    KafkaLogin.write(files.kafkaFile(), login.clientProperties());

    assertThat(assent("env").out())
        .contains(
            "export ASSENT_KAFKA_CONFIG='" + folder.resolve("kafka.properties") + "'\n",
            "export ASSENT_KAFKA_USERNAME='assent'\n",
            "export ASSENT_KAFKA_PASSWORD='" + login.password() + "'\n");
    assertThat(KafkaLogin.read(files.kafkaFile())).contains(login);
    assertThat(login.toString()).doesNotContain(login.password());

    KafkaLogin.write(files.kafkaFile(), Map.of("security.protocol", "PLAINTEXT"));
    assertThat(assent("env").out()).doesNotContain("KAFKA_");
  }

  @Test
  void aKeyForMoreThanOneUseSaysEach() {
    node.answers("POST /v1/keys", 200, "{\"ok\":true,\"key\":{\"token\":\"x\"}}");

    assent("keys", "create", "--scope", "policy", "--scope", "initiator", "--owner", "finance");

    assertThat(node.last().json().toString())
        .isEqualTo("{\"scopes\":[\"policy\",\"initiator\"],\"owner\":\"finance\",\"roles\":[]}");
  }

  @Test
  void aSettingOfTheWorkspaceIsChangedAndShown() {
    node.answers(
        "PATCH /v1/workspace/settings",
        200,
        """
        {"ok":true,"workspace":{"org_id":"local","workspace_id":"default","require_policy":true,
          "open_policies":false}}\
        """);

    Ran ran = assent("workspace", "set", "require-policy", "on", "--reason", "no slips");

    assertThat(ran.out())
        .isEqualTo("Workspace local/default\nrequire-policy is on\nopen-policies is off\n");
    assertThat(node.last().json().toString())
        .isEqualTo("{\"require_policy\":true,\"reason\":\"no slips\"}");
    assertThat(assent("workspace", "set", "colour", "on").exit()).isEqualTo(2);
  }

  @Test
  void aPolicyIsChangedForAReason() throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), "{\"scenario_id\":\"a\"}");
    node.answers("POST /v1/scenarios/apply", 200, "{\"ok\":true,\"intent_id\":\"i1\"}");

    Ran ran =
        assent(
            "scenarios",
            "apply",
            file.toString(),
            "--reason",
            "less waiting",
            "--owner",
            "finance");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(node.last().target())
        .isEqualTo("/v1/scenarios/apply?reason=less%20waiting&owner=finance");
  }

  @Test
  void theRightsOfEveryProgramAreShown_andAnUnknownProgramIsGivenNone() {
    assertThat(assent("acls", "list", "--prefix", "team.").out())
        .contains("lifecycle-processor", "team.assent.submissions", "team.assent-lifecycle-*");
    assertThat(assent("acls", "list", "--json").out()).contains("\"transactional id\"");

    Ran ran = assent("acls", "apply", "gatway=User:g");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("gateway", "gatway");
  }

  @Test
  void keysAreListedWithoutTheirSecrets() {
    node.answers(
        "GET /v1/keys",
        200,
        """
        {"ok":true,"keys":[{"key_id":"ak_1","status":"active","scope":"approver","owner":"bob",
          "roles":["sre"],"key_hint":"9f3a","created_at":"2026-01-02T03:04:05Z"}]}\
        """);

    assertThat(assent("keys", "list").out())
        .contains("ak_1    active  approver  bob    sre    …9f3a    2026-01-02T03:04:05Z");
  }

  @Test
  void aKeyIsRevokedByItsId() {
    node.answers("DELETE /v1/keys/ak_1", 200, "{\"ok\":true}");

    assertThat(assent("keys", "revoke", "ak_1").out()).isEqualTo("Key ak_1 is revoked.\n");
    assertThat(assent("keys", "revoke", "ak_2").exit()).isEqualTo(4);
  }

  @Test
  void allKeysOfAnOwnerAreRevoked() {
    node.answers(
        "POST /v1/keys/revoke-owner", 200, "{\"ok\":true,\"revoked_keys\":[\"ak_1\",\"ak_2\"]}");

    assertThat(assent("keys", "revoke", "--owner", "ann").out())
        .isEqualTo("2 keys and sessions of ann are revoked.\n");
    assertThat(assent("keys", "revoke").exit()).isEqualTo(2);
    assertThat(assent("keys", "revoke", "ak_1", "--owner", "ann").exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"401,3", "403,3", "404,4", "409,3", "413,3", "422,3", "429,5", "500,1", "503,5"})
  void everyStatusHasItsExitCode(int status, int exit) {
    node.answers("GET /v1/keys", status, FakeNode.error("X", "expected a, but b"));

    Ran ran = assent("keys", "list");

    assertThat(ran.exit()).isEqualTo(exit);
    assertThat(ran.err()).contains("expected a, but b");
    assertThat(ran.err().lines()).hasSize(1);
  }

  @Test
  void aScenarioIsSentAsItIs() throws IOException {
    Path file =
        Files.writeString(folder.resolve("s.json"), "{\"scenario_id\":\"a-b\",\"x\":[1.50]}");
    node.answers(
        "POST /v1/scenarios/apply",
        200,
        "{\"ok\":true,\"intent_id\":\"i1\",\"agents_provisioned\":[{\"address\":\"n\",\"agent_address\":\"agent://o/w/n\"}]}");

    Ran ran = assent("scenarios", "apply", file.toString());

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("intent i1", "Agent agent://o/w/n");
    assertThat(node.last().json().path("scenario_id").asText()).isEqualTo("a-b");
  }

  @Test
  void whatWasUnderstoodAndWhatIsWrongWithItIsPrinted() throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), "{}");
    node.answers(
        "POST /v1/scenarios/apply",
        200,
        """
        {"ok":true,"compile_id":"s@2","ran":false,"understood":["1. a: agent bot."],
         "warnings":["'priority': there is no such field"]}\
        """);

    Ran ran = assent("scenarios", "apply", "--no-run", "--strict", file.toString());

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains(
            "1. a: agent bot.",
            "warning: 'priority': there is no such field",
            "as the policy s version 2; no intent was begun.")
        .doesNotContain("Follow it");
    assertThat(node.last().target()).endsWith("?strict=true&run=false");
    assertThat(assent("scenarios", "apply", "--no-run", "--watch", file.toString()).exit())
        .isEqualTo(2);
  }

  @Test
  void anAppliedScenarioIsShownInWords() {
    String policy =
        """
        {"intent_type":"x.v1","scenario_id":"s","version":3,"applied_at":"2026-01-02T03:04:05Z"}\
        """;
    node.answers(
            "GET /v1/scenarios/x.v1",
            200,
            "{\"ok\":true,\"policy\":" + policy + ",\"understood\":[\"1. a: agent bot.\"]}")
        .answers("GET /v1/scenarios", 200, "{\"ok\":true,\"policies\":[" + policy + "]}");

    assertThat(assent("scenarios", "show", "x.v1").out())
        .contains("x.v1: s version 3, applied 2026-01-02", "1. a: agent bot.");
    assertThat(assent("scenarios", "show").out()).contains("x.v1: s version 3");
  }

  @Test
  void aScenarioThatIsNotValidExitsWith3AndSaysWhy() throws IOException {
    Path file = Files.writeString(folder.resolve("s.json"), "{}");
    node.answers(
        "POST /v1/scenarios/validate",
        200,
        "{\"ok\":true,\"valid\":false,\"errors\":[\"intent is missing\"],\"warnings\":[]}");

    Ran ran = assent("scenarios", "validate", file.toString());

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out()).contains("error: intent is missing", "is not valid");
  }

  @Test
  void aScenarioFileThatIsNotThereIsAUsageError() {
    Ran ran = assent("scenarios", "apply", folder.resolve("none.json").toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("there is no");
  }

  @Test
  void theDoctorSaysWhatIsWellAndWhatToDoAboutTheRest() throws IOException {
    Path impatient =
        Files.writeString(
            folder.resolve("kafka"), "default.api.timeout.ms=1000\nrequest.timeout.ms=900\n");
    node.answers("GET /health/readiness", 200, "{\"status\":\"UP\"}")
        .answers("GET /v1/intents", 200, "{\"ok\":true,\"intents\":[]}")
        .answers(
            "GET /v1/tasks",
            401,
            FakeNode.error("unauthorized", "expected a key, but it is unknown"));

    Ran ran = assent("doctor", "--json", "--kafka-config", impatient.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(level(ran.json(), "gateway")).isEqualTo("ok");
    assertThat(level(ran.json(), "gateway key")).isEqualTo("ok");
    assertThat(level(ran.json(), "approvals key")).isEqualTo("fail");
    assertThat(level(ran.json(), "broker")).isEqualTo("fail");
    assertThat(level(ran.json(), "registry")).isEqualTo("fail");
    for (JsonNode check : ran.json().path("checks")) {
      assertThat(check.path("advice").asText().isEmpty())
          .isEqualTo(check.path("level").asText().equals("ok"));
    }
  }

  private static String level(JsonNode document, String name) {
    for (JsonNode check : document.path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check.path("level").asText();
      }
    }
    return "not looked at";
  }

  @ParameterizedTest
  @CsvSource({"''", "1-2 --all"})
  void whichDeadLettersToReplayMustBeSaidOnce(String arguments) {
    Ran ran = assent(("dead-letters replay " + arguments).strip().split(" ", -1));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("Name the dead letters", "--all");
  }

  @Test
  void brokersThatDoNotAnswerAreASentence() throws IOException {
    Path impatient =
        Files.writeString(
            folder.resolve("kafka"), "default.api.timeout.ms=1000\nrequest.timeout.ms=900\n");

    Ran ran = assent("audit", "replay", "--kafka-config", impatient.toString());

    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains(NOWHERE, "do not answer");
  }
}
