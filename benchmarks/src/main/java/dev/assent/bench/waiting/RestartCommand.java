package dev.assent.bench.waiting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.cluster.Folders;
import dev.assent.bench.cluster.OwnNode;
import dev.assent.bench.cluster.Programs;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.node.Scenario;
import dev.assent.bench.rounds.Decision;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.NodeFiles;
import dev.assent.cli.session.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how soon a killed node decides again.
@Command(
    name = "restart",
    description = {
      "Start a node of its own, open waiting approvals, kill it with -9, start it again, and"
          + " measure when the first decision is answered.",
      "The node and its data are removed afterwards."
    })
public final class RestartCommand implements Callable<Integer> {
  private static final Duration FAR = Duration.ofDays(1);
  private static final Duration RETRY_EVERY = Duration.ofMillis(10);
  private static final Duration DECIDED_WITHIN = Duration.ofMinutes(5);

  private final Session session;
  private final Programs programs;

  @Option(
      names = "--waiting",
      paramLabel = "K",
      defaultValue = "10000",
      description = "Approvals that wait (${DEFAULT-VALUE}).")
  int waiting;

  @Option(names = "--fsync", description = "Start the node with --fsync.")
  boolean fsync;

  public RestartCommand(Session session, Programs programs) {
    this.session = session;
    this.programs = programs;
  }

  /// In seconds: ready on an empty disk, opening, and from the start after the kill on.
  private record Measured(double firstReady, double opened, double decided, double ready) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (waiting < 1) {
      throw new Failure(ExitCode.USAGE, "Expected --waiting of at least 1.");
    }
    Path folder = Folders.fresh("restart");
    try (OwnNode node =
        new OwnNode(programs, folder, fsync ? List.of("--fsync") : List.<String>of())) {
      report(measure(node));
      return ExitCode.DONE.code();
    } catch (IllegalStateException e) {
      throw new Failure(ExitCode.FAILED, "The run broke off: " + e.getMessage() + ".", e);
    } finally {
      Folders.delete(folder);
    }
  }

  private Measured measure(OwnNode node) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    node.start();
    NodeFiles.Node place = node.awaitReady();
    double firstReady = seconds(begin);
    begin = System.nanoTime();
    String last;
    Decision decision;
    try (LeanHttp initiator =
            new LeanHttp(URI.create(place.gatewayUrl()), node.keys().initiatorKey());
        LeanHttp approver =
            new LeanHttp(URI.create(place.approvalsUrl()), node.keys().approverKey())) {
      Approvals approvals = new Approvals(initiator, Scenario.fresh("restart", FAR).intentType());
      decision = Decision.learn(approver, approvals.open(approvals.body(FAR)));
      last = approvals.open(waiting, _ -> approvals.body(FAR)).getLast();
    }
    double opened = seconds(begin);
    node.kill();
    begin = System.nanoTime();
    node.start();
    double decided;
    try (LeanHttp approver =
        new LeanHttp(URI.create(place.approvalsUrl()), node.keys().approverKey())) {
      decide(approver, last, decision.body(last));
      decided = seconds(begin);
    }
    node.awaitReady();
    return new Measured(firstReady, opened, decided, seconds(begin));
  }

  /// Asks until it is answered, as somebody does who knows where the node is: from its start on,
  /// and whatever it says of its readiness.
  private static void decide(LeanHttp approver, String intent, String body)
      throws InterruptedException {
    String key = "decide-" + intent;
    long deadline = System.nanoTime() + DECIDED_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        var answer = approver.post("/v1/tasks/" + intent + "/decision", body, key);
        if (answer.status() < 500) {
          answer.orThrow("the decision");
          return;
        }
      } catch (IOException _) {
        // not up yet
      }
      Thread.sleep(RETRY_EVERY);
    }
    throw new IllegalStateException("no decision was answered within 5 minutes");
  }

  private static double seconds(long since) {
    return Math.round((System.nanoTime() - since) / 1e7) / 100.0;
  }

  private void report(Measured measured) {
    PrintWriter out = session.terminal().out();
    if (session.json()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("waiting", waiting).put("fsync", fsync);
      node.put("ready_on_empty_disk_seconds", measured.firstReady());
      node.put("opened_in_seconds", measured.opened());
      node.put("ready_after_kill_seconds", measured.ready());
      node.put("first_decision_after_kill_seconds", measured.decided());
      out.println(node);
    } else {
      out.printf(Locale.ROOT, "ready on an empty disk       %7.2f s%n", measured.firstReady());
      out.printf(
          Locale.ROOT, "%-28s %7.2f s%n", waiting + " approvals opened in", measured.opened());
      out.printf(Locale.ROOT, "first decision after kill -9 %7.2f s%n", measured.decided());
      out.printf(Locale.ROOT, "ready after kill -9          %7.2f s%n", measured.ready());
    }
    out.flush();
  }
}
