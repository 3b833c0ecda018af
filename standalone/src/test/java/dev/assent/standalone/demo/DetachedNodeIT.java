package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.session.NodeFiles;
import dev.assent.standalone.CommandRun;
import dev.assent.standalone.broker.Loopback;
import dev.assent.standalone.node.DataFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assent up --detach`, as somebody types it at a terminal that is closed afterwards.
class DetachedNodeIT {
  private static final Duration WITHIN = Duration.ofMinutes(2);

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void fresh() {
    data = folder.resolve("data");
  }

  @AfterEach
  void end() throws Exception {
    Optional<ProcessHandle> left = DataFolder.holder(data).flatMap(ProcessHandle::of);
    if (left.isPresent()) {
      left.get().destroyForcibly();
      left.get().onExit().get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aDetachedNodeGoesOnWithoutItsTerminalUntilItIsToldToEnd() throws Exception {
    ProcessHandle node = itIsReadyWhenTheCommandReturns();
    aSecondOneIsRefused(node);
    itsFilesAreItsOwners();
    everyTopicIsFlushedWithEveryBatch();
    itOutlivesItsTerminal(node);
    itEndsWhenTold(node);
  }

  private ProcessHandle itIsReadyWhenTheCommandReturns() throws Exception {
    Path output = folder.resolve("up.log");
    assertThat(NodeProcess.run(data, output, "up", "--detach", "--fsync"))
        .as(() -> read(output))
        .isEqualTo(ExitCode.DONE.code());

    NodeFiles.Node place = files().node().orElseThrow();
    assertThat(read(output))
        .containsSubsequence(
            "Assent is ready after ",
            place.gatewayUrl(),
            place.approvalsUrl(),
            place.registryUrl(),
            place.bootstrapServers(),
            data.toString(),
            "keys.json",
            "node.log",
            "It runs in the background; 'assent down' stops it.");
    assertThat(DataFolder.holder(data)).contains(place.pid());
    return ProcessHandle.of(place.pid()).orElseThrow();
  }

  private void aSecondOneIsRefused(ProcessHandle node) throws Exception {
    Path output = folder.resolve("second.log");
    String console = read(console());

    assertThat(NodeProcess.run(data, output, "up", "--detach")).isEqualTo(ExitCode.FAILED.code());

    assertThat(Files.readAllLines(output)).hasSize(1);
    assertThat(read(output))
        .startsWith("assent: ")
        .contains(data.toString(), "a node runs on it (process " + node.pid() + ")");
    assertThat(node.isAlive()).isTrue();
    assertThat(files().node()).isPresent();
    assertThat(console).contains("Assent is ready");
    assertThat(read(console())).as("what the node tells people").startsWith(console);
  }

  private void itsFilesAreItsOwners() throws IOException {
    assertThat(permissions(data)).isEqualTo("rwx------");
    try (Stream<Path> there = Files.list(data)) {
      assertThat(there)
          .anyMatch(path -> path.endsWith("kafka.properties"))
          .anyMatch(path -> path.endsWith("node.log"))
          .anyMatch(path -> path.endsWith("console.log"))
          .allSatisfy(
              path ->
                  assertThat(permissions(path))
                      .as(path.toString())
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void everyTopicIsFlushedWithEveryBatch() throws Exception {
    Map<String, Object> client =
        new HashMap<>(files().kafkaLogin().orElseThrow().clientProperties());
    client.put("bootstrap.servers", files().node().orElseThrow().bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      Set<String> topics =
          admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      List<ConfigResource> asked =
          topics.stream()
              .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
              .toList();
      Map<String, String> flushed =
          admin.describeConfigs(asked).all().get().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      topic -> topic.getKey().name(),
                      topic -> topic.getValue().get("flush.messages").value()));
      assertThat(flushed)
          .containsKeys("assent.commands", "assent.events", "__transaction_state")
          .allSatisfy((_, messages) -> assertThat(messages).isEqualTo("1"));
    }
  }

  private void itOutlivesItsTerminal(ProcessHandle node) throws Exception {
    Process hangUp = new ProcessBuilder("kill", "-HUP", Long.toString(node.pid())).start();
    assertThat(hangUp.waitFor()).isZero();

    JsonNode sent =
        CommandRun.of(
                "--data=" + data,
                "--json",
                "intents",
                "send",
                "--type=intent.detached.v1",
                "--to=human",
                "--human-task={\"title\": \"Are you still there?\"}")
            .document();

    assertThat(sent.path("intent_id").asText()).isNotEmpty();
    assertThat(node.isAlive()).isTrue();
  }

  private void itEndsWhenTold(ProcessHandle node) throws Exception {
    CommandRun down = CommandRun.of("--data=" + data, "down");

    assertThat(down.exit()).as(down::toString).isEqualTo(ExitCode.DONE.code());
    assertThat(down.out()).contains("has ended", data.toString());
    assertThat(node.isAlive()).isFalse();
    assertThat(DataFolder.holder(data)).isEmpty();
    assertThat(files().nodeFile()).doesNotExist();
    assertThat(files().keysFile()).exists();
  }

  @Test
  void aStartThatFails_saysWhy_andLeavesNothingRunning() throws Exception {
    Path output = folder.resolve("up.log");
    try (ServerSocket other = new ServerSocket()) {
      other.bind(Loopback.at(0));
      int port = other.getLocalPort();

      Process up = NodeProcess.start(data, output, "up", "--detach", "--approvals-port=" + port);
      Set<ProcessHandle> started = new HashSet<>();
      Awaitility.await()
          .atMost(WITHIN)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                up.descendants().forEach(started::add);
                return !up.isAlive();
              });

      assertThat(up.exitValue()).isEqualTo(ExitCode.FAILED.code());
      assertThat(Files.readAllLines(output)).hasSize(1);
      assertThat(read(output)).startsWith("assent: ").contains("port " + port, "--approvals-port");
      assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
      assertThat(files().nodeFile()).doesNotExist();
      assertThat(DataFolder.holder(data)).isEmpty();
    }
  }

  private NodeFiles files() {
    return new NodeFiles(data);
  }

  private Path console() {
    return data.resolve("console.log");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "nothing that could be read (" + e + ")";
    }
  }
}
