package dev.assent.standalone;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.NodeFiles;
import dev.assent.standalone.node.DataFolder;
import dev.assent.standalone.node.Node;
import dev.assent.wire.connection.PrivateFiles;
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
import java.util.function.Consumer;

/// A node in a process of its own that goes on when this one ends.
final class DetachedNode {
  private static final long LOOK_EVERY_MILLIS = 50;

  private final Path data;
  private final Path console;
  private final Patience patience;
  private final Consumer<String> remark;

  /// How long is waited.
  ///
  /// @param ready until it is ready: more than the node itself waits for its services, so that it
  ///   says what is missing
  /// @param remarks between two remarks that it is still starting
  /// @param end until a node that is given up has ended; then it is killed, which it survives
  record Patience(Duration ready, Duration remarks, Duration end) {
    static final Patience OF_A_PERSON =
        new Patience(
            Node.READY_WITHIN.plusMinutes(2), Duration.ofSeconds(30), Duration.ofSeconds(20));
  }

  /// @param remark tells the person who waits
  DetachedNode(Path data, Patience patience, Consumer<String> remark) {
    this.data = data;
    this.console = data.resolve("console.log");
    this.patience = patience;
    this.remark = remark;
  }

  /// Returns when it is ready. Whenever it does not, however it ends, no node is left behind.
  ///
  /// @param arguments of its `up`
  void start(String... arguments) throws IOException, InterruptedException {
    run(command(arguments));
  }

  /// @param command the node's command line
  void run(List<String> command) throws IOException, InterruptedException {
    DataFolder.create(data);
    PrivateFiles.createFile(console);
    Process process = launch(command);
    Thread ifWeEnd = new Thread(process::destroy, "end-node");
    Runtime.getRuntime().addShutdownHook(ifWeEnd);
    boolean ready = false;
    try {
      awaitReady(process);
      ready = true;
    } finally {
      if (!ready) {
        end(process);
      }
      keep(ifWeEnd);
    }
  }

  private void awaitReady(Process process) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long remarks = 0;
    while (!ready(process.pid())) {
      if (process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new Failure(ExitCode.FAILED, lastWords());
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - begin);
      if (waited.compareTo(patience.ready()) > 0) {
        throw new Failure(
            ExitCode.UNREACHABLE,
            "The node was not ready within "
                + patience.ready().toSeconds()
                + " s and was stopped; see "
                + console
                + ".");
      }
      if (waited.dividedBy(patience.remarks()) > remarks) {
        remarks++;
        remark.accept("Still starting after " + waited.toSeconds() + " s; see " + console + ".");
      }
    }
  }

  private void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.end().toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /// It is ready: from now on it outlives us.
  private static void keep(Thread ifWeEnd) {
    try {
      Runtime.getRuntime().removeShutdownHook(ifWeEnd);
    } catch (IllegalStateException _) {
      // we are ending just now, and so does the node
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
