package dev.assent.standalone;

import dev.assent.cli.ExitCode;
import dev.assent.cli.Failure;
import dev.assent.cli.NodeFiles;
import dev.assent.standalone.node.DataFolder;
import dev.assent.wire.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A node in a process of its own that goes on when this one ends.
final class DetachedNode {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MILLIS = 50;

  private final Path data;
  private final Path console;

  DetachedNode(Path data) {
    this.data = data;
    this.console = data.resolve("console.log");
  }

  /// Returns when it is ready.
  ///
  /// @param arguments of its `up`
  void start(String... arguments) throws IOException, InterruptedException {
    DataFolder.create(data);
    PrivateFiles.createFile(console);
    Process process = launch(command(arguments));
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!ready(process.pid())) {
      if (process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new Failure(ExitCode.FAILED, lastWords());
      }
      if (System.nanoTime() > deadline) {
        process.destroy();
        throw new Failure(
            ExitCode.UNREACHABLE,
            "The node was not ready within "
                + READY_WITHIN.toSeconds()
                + " s; see "
                + console
                + ".");
      }
    }
  }

  private boolean ready(long pid) throws IOException {
    Optional<NodeFiles.Node> node = new NodeFiles(data).node();
    return node.isPresent() && node.get().pid() == pid;
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AssentMain.class.getName()));
    command.addAll(List.of("--data", data.toString(), "up"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// `nohup`, where there is one, keeps it alive when the terminal is closed.
  private Process launch(List<String> command) throws IOException {
    List<String> shielded = new ArrayList<>(List.of("nohup"));
    shielded.addAll(command);
    try {
      return builder(shielded).start();
    } catch (IOException e) {
      return builder(command).start();
    }
  }

  private ProcessBuilder builder(List<String> command) {
    File output = console.toFile();
    return new ProcessBuilder(command)
        .redirectInput(
            new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(output);
  }

  /// The line that says why it ended.
  private String lastWords() throws IOException {
    List<String> lines =
        Files.readAllLines(console).stream().filter(line -> !line.isBlank()).toList();
    String prefix = "assent: ";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .reduce((_, later) -> later)
        .orElse("The node ended before it was ready; see " + console + ".");
  }
}
