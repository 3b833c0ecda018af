package dev.assent.standalone.demo;

import dev.assent.cli.base.Terminal;
import dev.assent.standalone.node.DataFolder;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeLog;
import dev.assent.standalone.node.NodeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// One run of the demo: a node of its own on a temporary folder, which goes with it.
public final class DemoRun {
  /// For a person it is as long as the scenario's own deadline.
  private static final Duration PERSON_WITHIN = Duration.ofHours(1);

  private static final Duration PROGRAM_WITHIN = Duration.ofMinutes(2);

  private final Terminal terminal;
  private final boolean json;

  /// @param json whether the last line of the output is a JSON document; then the story goes to
  ///   standard error, and nobody is asked
  public DemoRun(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /// Whether the request was completed.
  ///
  /// @throws IllegalStateException when it did not come to an end; the message says where the log
  ///   is
  public boolean run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("assent-demo-");
    Thread cleaner = new Thread(() -> delete(folder), "clean");
    Runtime.getRuntime().addShutdownHook(cleaner);
    NodeLog.start(DataFolder.log(folder), false);
    try {
      Demo.Outcome outcome = run(folder);
      if (json) {
        terminal.out().println(outcome.json());
        terminal.out().flush();
      }
      return outcome.status().equals("COMPLETED");
    } catch (IllegalStateException | TimeoutException e) {
      Runtime.getRuntime().removeShutdownHook(cleaner);
      throw new IllegalStateException(
          e.getMessage() + " (the node's log is kept: " + DataFolder.log(folder) + ")", e);
    }
  }

  private Demo.Outcome run(Path folder) throws IOException, InterruptedException, TimeoutException {
    boolean person = terminal.interactive() && !json;
    Story story = new Story(json ? terminal.err() : terminal.out());
    story.tell(
        "demo", "starts a node of its own: a Kafka broker on disk, a registry, four services");
    try (Node node = Node.start(NodeOptions.onFreePorts(folder), story.teller("notifier"))) {
      story.tell("demo", "it is ready: " + node.files().node().orElseThrow().gatewayUrl());
      Gate gate =
          person
              ? new PersonAtTheTerminal(terminal.in(), terminal.out(), story)
              : _ ->
                  new Gate.Answer(true, "approved by the demo: nobody is at the terminal", false);
      Demo.Outcome outcome =
          new Demo(node.files(), gate, story).run(person ? PERSON_WITHIN : PROGRAM_WITHIN);
      story.tell("demo", "stops the node and removes its folder");
      return outcome;
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("assent: could not remove " + folder + ": " + e.getMessage());
    }
  }
}
