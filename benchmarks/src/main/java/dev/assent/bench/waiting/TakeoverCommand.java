package dev.assent.bench.waiting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.cluster.Child;
import dev.assent.bench.cluster.Cluster;
import dev.assent.bench.cluster.Folders;
import dev.assent.bench.cluster.Programs;
import dev.assent.bench.node.Doors;
import dev.assent.bench.node.Scenario;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how long commands wait when one of two processors is killed.
@Command(
    name = "takeover",
    description = {
      "Start a broker, two lifecycle-processors and the doors, send commands at a steady rate, kill"
          + " one processor with -9, and measure the longest wait of any command; then start it"
          + " again and go on with the other.",
      "All of it is removed afterwards. Ends with 1 when a command was not answered."
    })
public final class TakeoverCommand implements Callable<Integer> {
  private static final Duration FAR = Duration.ofDays(1);
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(10);

  private final Session session;
  private final Programs programs;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "4",
      description = "How often a processor is killed (${DEFAULT-VALUE}).")
  int kills;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "200",
      description = "Commands a second (${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--waiting",
      paramLabel = "K",
      defaultValue = "0",
      description = "Approvals that wait before the first kill (${DEFAULT-VALUE}).")
  int waiting;

  public TakeoverCommand(Session session, Programs programs) {
    this.session = session;
    this.programs = programs;
  }

  /// @param longest wait of the commands that were sent around the kill
  /// @param returned the same, around the return of the killed processor
  private record Kill(String processor, Duration longest, Duration returned) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kills < 1 || rate < 1 || waiting < 0) {
      throw new Failure(ExitCode.USAGE, "Expected --kills and --rate of at least 1.");
    }
    Path folder = Folders.fresh("takeover");
    try (Cluster cluster = Cluster.start(programs, folder, 2);
        Doors doors = cluster.doors()) {
      Approvals approvals =
          new Approvals(doors.initiator(), Scenario.fresh("takeover", FAR).intentType());
      approvals.open(waiting, _ -> approvals.body(FAR));
      SteadyLoad load = new SteadyLoad(() -> approvals.open(approvals.body(FAR)), rate);
      load.start();
      List<Kill> killed = new ArrayList<>();
      for (int i = 0; i < kills; i++) {
        killed.add(kill(cluster.processors().get(i % 2), load));
      }
      load.stop();
      report(killed, load);
      return (load.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED).code();
    } catch (IllegalStateException e) {
      throw new Failure(ExitCode.FAILED, "The run broke off: " + e.getMessage() + ".", e);
    } finally {
      Folders.delete(folder);
    }
  }

  private static Kill kill(Child processor, SteadyLoad load)
      throws IOException, InterruptedException {
    Thread.sleep(BEFORE);
    long at = System.nanoTime();
    processor.kill();
    Thread.sleep(AFTER);
    Duration longest = load.longestSince(at);
    at = System.nanoTime();
    processor.start();
    processor.awaitReady();
    Thread.sleep(AFTER);
    return new Kill(processor.name(), longest, load.longestSince(at));
  }

  private void report(List<Kill> killed, SteadyLoad load) {
    PrintWriter out = session.terminal().out();
    if (session.json()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("rate", rate).put("waiting", waiting);
      node.put("answered", load.latencies().count()).put("failed", load.failed());
      load.reasons().forEach(node.putArray("reasons")::add);
      node.set("latency", load.latencies().json());
      var list = node.putArray("kills");
      for (Kill kill : killed) {
        list.addObject()
            .put("processor", kill.processor())
            .put("longest_wait_ms", kill.longest().toMillis())
            .put("longest_wait_at_return_ms", kill.returned().toMillis());
      }
      out.println(node);
    } else {
      out.printf(
          Locale.ROOT,
          "%d commands answered at %d/s, %d failed, %d approvals waited before%n%n",
          load.latencies().count(),
          rate,
          load.failed(),
          waiting);
      load.reasons().forEach(reason -> out.printf(Locale.ROOT, "failed: %s%n", reason));
      out.printf("%-28s %14s %14s%n", "longest wait, ms", "at the kill", "at its return");
      for (Kill kill : killed) {
        out.printf(
            Locale.ROOT,
            "%-28s %14d %14d%n",
            kill.processor(),
            kill.longest().toMillis(),
            kill.returned().toMillis());
      }
      out.printf("%n%-28s %9s %9s %9s %9s%n", "ms", "p50", "p95", "p99", "max");
      out.printf("%-28s %s%n", "command answered", load.latencies().row());
    }
    out.flush();
  }
}
