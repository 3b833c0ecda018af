package dev.assent.interop;

import dev.assent.cli.session.NodeFiles;
import dev.assent.client.AssentClient;
import dev.assent.wire.connection.KafkaLogin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// One node for all tests here, as a process of its own on free ports, with its own data. It is
/// killed as `kill -9` does, and started again on the same ports.
final class RunningNode {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final int LOG_LINES = 150;
  private static final Path PROGRAM = Path.of("..", "standalone", "target").toAbsolutePath();
  private static @Nullable RunningNode shared;

  private final NodeFiles files;
  private Process process;
  private List<String> ports = List.of("0", "0", "0", "0");

  private RunningNode(Path data) throws IOException {
    this.files = new NodeFiles(data);
    this.process = start();
  }

  static synchronized RunningNode get() throws Exception {
    if (shared == null) {
      Path data = Files.createDirectories(Path.of("target", "node-" + System.nanoTime()));
      RunningNode node = new RunningNode(data.toAbsolutePath());
      Runtime.getRuntime().addShutdownHook(new Thread(node::end));
      node.awaitReady();
      NodeFiles.Node place = node.files.node().orElseThrow();
      node.ports =
          List.of(
              port(place.gatewayUrl()),
              port(place.approvalsUrl()),
              port(place.registryUrl()),
              port("kafka://" + place.bootstrapServers()));
      node.cli(
          "scenarios", "apply", Path.of("src/test/resources/scenario.json").toAbsolutePath() + "");
      shared = node;
    }
    return shared;
  }

  private static String port(String url) {
    return String.valueOf(URI.create(url).getPort());
  }

  private static List<String> java(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    line.addAll(List.of("-XX:+UseSerialGC", "-Xmx768m", "-Xlog:disable"));
    Path cache = PROGRAM.resolve("assent.aot");
    if (Files.exists(cache)) {
      line.add("-XX:AOTCache=" + cache);
    }
    line.addAll(List.of("-jar", PROGRAM.resolve("standalone.jar").toString()));
    line.addAll(List.of(arguments));
    return line;
  }

  private Process start() throws IOException {
    List<String> command =
        java(
            "--data=" + files.data(),
            "up",
            "--gateway-port=" + ports.get(0),
            "--approvals-port=" + ports.get(1),
            "--registry-port=" + ports.get(2),
            "--kafka-port=" + ports.get(3));
    ProcessBuilder builder = new ProcessBuilder(command);
    // The receivers of these tests are on this machine, and nobody wants to wait for them.
    builder.environment().put("ASSENT_NOTIFIER_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true");
    builder.environment().put("ASSENT_NOTIFIER_WEBHOOKS_BACKOFF", "500ms");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(files.data().resolve("console.log").toFile()))
        .start();
  }

  private void awaitReady() {
    Awaitility.await("the node is ready")
        .atMost(READY_WITHIN)
        .failFast("it has ended, see " + files.data(), () -> !process.isAlive())
        .until(() -> files.node().filter(found -> found.pid() == process.pid()).isPresent());
  }

  /// As `kill -9` does, and up again.
  void killAndRestart() throws Exception {
    end();
    process = start();
    awaitReady();
  }

  private void end() {
    process.destroyForcibly();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  NodeFiles.Node place() throws IOException {
    return files.node().orElseThrow();
  }

  NodeFiles.Keys keys() throws IOException {
    return files.keys().orElseThrow();
  }

  /// The end of its log; nothing where there is no node.
  static synchronized List<String> lastSaid() throws IOException {
    if (shared == null) {
      return List.of();
    }
    List<String> all = Files.readAllLines(shared.files.data().resolve("node.log"));
    return all.subList(Math.max(0, all.size() - LOG_LINES), all.size());
  }

  /// What `assent env` prints.
  Map<String, String> environment() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("ASSENT_GATEWAY_URL", place().gatewayUrl());
    all.put("ASSENT_APPROVALS_URL", place().approvalsUrl());
    all.put("ASSENT_REGISTRY_URL", place().registryUrl());
    all.put("ASSENT_BOOTSTRAP_SERVERS", place().bootstrapServers());
    KafkaLogin login = files.kafkaLogin().orElseThrow();
    all.put("ASSENT_KAFKA_CONFIG", files.kafkaFile().toString());
    all.put("ASSENT_KAFKA_USERNAME", login.username());
    all.put("ASSENT_KAFKA_PASSWORD", login.password());
    all.put("ASSENT_INITIATOR_KEY", keys().initiatorKey());
    all.put("ASSENT_AGENT_KEY", keys().agentKey());
    all.put("ASSENT_APPROVER_KEY", keys().approverKey());
    return all;
  }

  /// What a Kafka client in Java is made with.
  Map<String, Object> kafka() throws IOException {
    Map<String, Object> kafka = new HashMap<>(files.kafkaLogin().orElseThrow().clientProperties());
    kafka.put("bootstrap.servers", place().bootstrapServers());
    return kafka;
  }

  /// The `assent` command, against this node.
  String cli(String... arguments) throws Exception {
    List<String> command = java("--data=" + files.data());
    command.addAll(List.of(arguments));
    return Program.run(files.data(), Map.of(), command);
  }

  /// Approves with the command line, once the question is open.
  void approve(String intent) throws Exception {
    try (AssentClient approver = AssentClient.connect(place().gatewayUrl(), keys().approverKey())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> approver.openTasks().contains(intent));
    }
    cli("tasks", "approve", intent, "--comment", "rollback is tested");
  }
}
