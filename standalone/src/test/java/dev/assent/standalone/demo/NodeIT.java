package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.session.NodeFiles;
import dev.assent.client.AssentClient;
import dev.assent.standalone.node.DataFolder;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A whole node, seen from outside: over HTTP only.
class NodeIT {
  private static final Duration WITHIN = Duration.ofMinutes(1);

  /// 127.0.0.1 by itself and in IPv6, and ::1, as Linux writes them.
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  private static final String MAY_SIGN_IN = "assent.gateway.login.emails";

  @TempDir static Path folder;

  private static final ByteArrayOutputStream CONSOLE = new ByteArrayOutputStream();
  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty(MAY_SIGN_IN, "ann@example.com");
    node =
        Node.start(
            NodeOptions.onFreePorts(folder),
            new PrintStream(CONSOLE, true, StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    System.clearProperty(MAY_SIGN_IN);
    node.close();
  }

  @Test
  void theScenarioIsCompletedWhenAPersonApproves() throws Exception {
    StringWriter told = new StringWriter();

    Demo.Outcome outcome = demo(new Gate.Answer(true, "looks right", true), told);

    assertThat(outcome.status()).isEqualTo("COMPLETED");
    assertThat(outcome.reminders()).isPositive();
    assertThat(outcome.decidedBy()).isEqualTo("approver");
    assertThat(told.toString())
        .containsSubsequence("submits", "reports", "asks", "reminds", "approves", "COMPLETED");
    Awaitility.await()
        .atMost(WITHIN)
        .until(() -> CONSOLE.toString(StandardCharsets.UTF_8).contains(outcome.intentId()));
  }

  @Test
  void theScenarioFailsWhenAPersonRejects() throws Exception {
    Demo.Outcome outcome = demo(new Gate.Answer(false, "not today", true), new StringWriter());

    assertThat(outcome.status()).isEqualTo("FAILED");
    assertThat(outcome.decidedBy()).isEqualTo("approver");
  }

  @Test
  void aTaskIsDecidedOnceAndOnlyByAPerson() throws Exception {
    String intent = atTheGate();
    JsonNode task = approvals().get("/v1/tasks/" + intent).path("task");
    ObjectNode decision =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "approved")
            .put("version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText());
    String path = "/v1/tasks/" + intent + "/decision";

    assertThatThrownBy(() -> approvalsWith(keys().agentKey()).post(path, decision))
        .hasMessageContaining("403");
    assertThat(approvals().get("/v1/tasks").toString()).contains(intent);
    approvals().post(path, decision);
    assertThat(approvals().get("/v1/tasks").toString()).doesNotContain(intent);
    assertThatThrownBy(() -> approvals().post(path, decision))
        .hasMessageContaining("409")
        .hasMessageContaining("approver");
  }

  /// With `--json` the console is standard error, so that standard output has one document only.
  @Test
  void aSignInCodeIsOnTheNodesConsole() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();
    System.setOut(new PrintStream(standardOutput, true, StandardCharsets.UTF_8));
    try {
      new DemoClient(place().gatewayUrl(), keys().initiatorKey())
          .post(
              "/v1/auth/login-intent",
              JsonNodeFactory.instance.objectNode().put("email", "ann@example.com"));
    } finally {
      System.setOut(before);
    }

    assertThat(CONSOLE.toString(StandardCharsets.UTF_8))
        .containsPattern("Sign-in code for ann@example.com: [0-9]{6} ");
    assertThat(standardOutput.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aSecondNodeOnTheSameFolderIsRefused() {
    assertThatThrownBy(() -> Node.start(NodeOptions.onFreePorts(folder), System.out))
        .isInstanceOf(DataFolder.InUseException.class)
        .hasMessageContaining(folder.toString());
    assertThat(node.files().nodeFile()).exists();
  }

  @Test
  void itsFilesAreItsOwnersOnly() throws IOException {
    Path tokens = folder.resolve("step-tokens.secret");
    for (Path file : new Path[] {node.files().nodeFile(), node.files().keysFile(), tokens}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  /// As Linux tells of this process's own sockets: 0A is one that listens.
  @Test
  @EnabledOnOs(OS.LINUX)
  void itListensOnTheLoopbackAddressOnly() throws Exception {
    List<Integer> ports = new ArrayList<>();
    for (String url :
        List.of(
            place().gatewayUrl(),
            place().approvalsUrl(),
            place().registryUrl(),
            "kafka://" + place().bootstrapServers())) {
      ports.add(URI.create(url).getPort());
    }
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split("\\s+");
        String[] local = columns[1].split(":");
        if (columns[3].equals("0A") && ports.contains(Integer.parseInt(local[1], 16))) {
          addresses.add(local[0]);
        }
      }
    }
    assertThat(addresses)
        .hasSizeGreaterThanOrEqualTo(ports.size())
        .allMatch(address -> LOOPBACK.contains(address));
  }

  private static Demo.Outcome demo(Gate.Answer answer, StringWriter told) throws Exception {
    Story story = new Story(new PrintWriter(told, true));
    return new Demo(node.files(), _ -> answer, story).run(WITHIN);
  }

  /// An intent of the scenario that waits for a person.
  private static String atTheGate() throws Exception {
    DemoScenario scenario = DemoScenario.load();
    DemoClient gateway = new DemoClient(place().gatewayUrl(), keys().initiatorKey());
    String intent =
        gateway.post("/v1/scenarios/apply", scenario.bundle()).path("intent_id").asText();
    try (AssentClient agent = AssentClient.connect(place().gatewayUrl(), keys().agentKey())) {
      new DemoAgent(agent, scenario.agent(), new Story(new PrintWriter(new StringWriter()))).work();
    }
    gateway.follow(
        "/v1/intents/" + intent + "/events/stream",
        event -> !event.path("event_type").asText().equals("intent.human_task_assigned"));
    return intent;
  }

  private static DemoClient approvals() throws IOException {
    return approvalsWith(keys().approverKey());
  }

  private static DemoClient approvalsWith(String key) throws IOException {
    return new DemoClient(place().approvalsUrl(), key);
  }

  private static NodeFiles.Node place() throws IOException {
    return node.files().node().orElseThrow();
  }

  private static NodeFiles.Keys keys() throws IOException {
    return node.files().keys().orElseThrow();
  }
}
