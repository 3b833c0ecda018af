package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.session.NodeFiles;
import dev.assent.standalone.AssentMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A node as a process of its own, to be killed.
final class NodeProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private static final List<String> PORTS =
      List.of("--gateway-port=", "--approvals-port=", "--registry-port=", "--kafka-port=");

  private final Path data;
  private final Process process;

  private NodeProcess(Path data, Process process) {
    this.data = data;
    this.process = process;
  }

  /// `up` on free ports; returns when it is ready.
  static NodeProcess up(Path data) throws IOException {
    return up(data, Map.of());
  }

  /// @param environment besides this process's own
  static NodeProcess up(Path data, Map<String, String> environment) throws IOException {
    NodeProcess node =
        new NodeProcess(data, start(data, data.resolve("console.log"), environment, "up"));
    Awaitility.await()
        .atMost(READY_WITHIN)
        .failFast(node::requireAlive)
        .until(
            () ->
                node.files().node().filter(found -> found.pid() == node.process.pid()).isPresent());
    return node;
  }

  /// Runs a command to its end.
  ///
  /// @return its exit code
  static int run(Path data, Path output, String command, String... options) throws Exception {
    return run(data, output, Map.of(), command, options);
  }

  static int run(
      Path data, Path output, Map<String, String> environment, String command, String... options)
      throws Exception {
    Process process = start(data, output, environment, command, options);
    assertThat(process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /// Starts a command; `up` chooses free ports where the options name none.
  static Process start(Path data, Path output, String command, String... options)
      throws IOException {
    return start(data, output, Map.of(), command, options);
  }

  private static Process start(
      Path data, Path output, Map<String, String> environment, String command, String... options)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), AssentMain.class.getName()));
    line.addAll(List.of("--data", data.toString(), command));
    line.addAll(List.of(options));
    if (command.equals("up")) {
      PORTS.stream()
          .filter(port -> Stream.of(options).noneMatch(option -> option.startsWith(port)))
          .forEach(port -> line.add(port + "0"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "the node has ended with " + process.exitValue() + " and said: " + console());
    }
  }

  private String console() {
    try {
      return Files.readString(data.resolve("console.log"));
    } catch (IOException e) {
      return "nothing that could be read (" + e + ")";
    }
  }

  NodeFiles files() {
    return new NodeFiles(data);
  }

  /// As kill -9 does.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
