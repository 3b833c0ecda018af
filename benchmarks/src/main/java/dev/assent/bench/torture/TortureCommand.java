package dev.assent.bench.torture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.cluster.Folders;
import dev.assent.bench.cluster.Programs;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tries to break the promises.
@Command(
    name = "torture",
    description = {
      "Start a broker, a registry and all services as processes of their own, submit and report"
          + " over HTTP and over Kafka, decide through both of people's doors, kill random"
          + " processes with -9 at random moments and start them again; then read the topics and"
          + " check that what was acknowledged is there exactly once, that every record on a public"
          + " topic is answered and every step delivered, that every decision has its audit record,"
          + " and that no timer and no intent was lost.",
      "Beside it hostile neighbours throw bombs and garbage on the public topics, answer with"
          + " poison, hold half-sent requests, and flip bits in the stores of killed processes.",
      "Ends with 1 when a promise was broken; data and logs are kept then, and the seed is printed."
    })
public final class TortureCommand implements Callable<Integer> {
  private static final int SHOWN_MAX = 20;

  private final Session session;
  private final Programs programs;

  @Option(
      names = "--kills",
      paramLabel = "K",
      defaultValue = "10",
      description = "Processes that are killed, one after the other (${DEFAULT-VALUE}).")
  int kills;

  @Option(
      names = "--intents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Intents that are submitted (${DEFAULT-VALUE}).")
  int intents;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Where all dice come from: what is sent through which door, how agents and people behave,"
              + " who is killed when (a new one).")
  @Nullable Long seed;

  @Option(
      names = "--neighbours",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether there are hostile neighbours (yes).")
  boolean neighbours;

  public TortureCommand(Session session, Programs programs) {
    this.session = session;
    this.programs = programs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kills < 0 || intents < 1) {
      throw new Failure(
          ExitCode.USAGE, "Expected --kills of at least 0 and --intents of at least 1.");
    }
    Torture.Plan plan =
        new Torture.Plan(
            kills, intents, seed == null ? new Random().nextInt(1_000_000) : seed, neighbours);
    PrintWriter err = session.terminal().err();
    err.println("seed " + plan.seed());
    err.flush();
    Path folder = Folders.fresh("torture");
    try {
      Torture.Outcome outcome =
          new Torture(
                  plan,
                  line -> {
                    err.println(line);
                    err.flush();
                  })
              .run(programs, folder);
      report(plan, outcome);
      if (outcome.good()) {
        Folders.delete(folder);
        return ExitCode.DONE.code();
      }
      err.println("data and logs are kept in " + folder);
      err.flush();
      return ExitCode.FAILED.code();
    } catch (IllegalStateException e) {
      throw new Failure(
          ExitCode.FAILED,
          "The run with seed "
              + plan.seed()
              + " broke off: "
              + e.getMessage()
              + ". Data and logs are kept in "
              + folder
              + ".",
          e);
    }
  }

  private void report(Torture.Plan plan, Torture.Outcome outcome) {
    PrintWriter out = session.terminal().out();
    if (session.json()) {
      out.println(json(plan, outcome));
      out.flush();
      return;
    }
    out.printf(
        Locale.ROOT,
        "seed %d, %.0f s: %s killed%n",
        plan.seed(),
        outcome.took().toMillis() / 1000.0,
        outcome.killed());
    Counts counts = outcome.counts();
    out.printf(
        "acknowledged: %d submissions (%d through Kafka, %d of them over HTTP too), %d reports (%d"
            + " through Kafka), %d decisions; refused: %d%n",
        counts.submits(),
        counts.submitsThroughKafka(),
        counts.submitsThroughBoth(),
        counts.reports(),
        counts.reportsThroughKafka(),
        counts.decisions(),
        counts.refused());
    out.printf(
        "%d records of events, %d of deliveries; intents: %s%n",
        counts.events(), counts.deliveries(), outcome.ended());
    if (plan.neighbours()) {
      report(outcome.harm(), out);
    }
    outcome.endedByThemselves().forEach(name -> out.println("ended by itself: " + name));
    outcome.findings().stream().limit(SHOWN_MAX).forEach(out::println);
    out.println(
        outcome.good()
            ? "every promise was kept"
            : outcome.findings().size() + " promises were broken");
    out.flush();
  }

  private static void report(Harm harm, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "hostile neighbours: %d batches (%d dead letters), %d poison answers, %d half requests, %d"
            + " damaged files (%d of them tables)%n",
        harm.batches(),
        harm.deadLetters(),
        harm.answers(),
        harm.connections(),
        harm.damagedFiles(),
        harm.damagedTables());
  }

  private static ObjectNode json(Harm harm) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("batches", harm.batches())
        .put("dead_letters", harm.deadLetters())
        .put("answers", harm.answers())
        .put("half_requests", harm.connections())
        .put("damaged_files", harm.damagedFiles())
        .put("damaged_tables", harm.damagedTables());
  }

  private static ObjectNode json(Torture.Plan plan, Torture.Outcome outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seed", plan.seed()).put("intents", plan.intents()).put("kills", plan.kills());
    node.put("seconds", outcome.took().toSeconds());
    ObjectNode killed = node.putObject("killed");
    outcome.killed().forEach(killed::put);
    ObjectNode ended = node.putObject("statuses");
    outcome.ended().forEach(ended::put);
    Counts counts = outcome.counts();
    node.put("acknowledged_submissions", counts.submits());
    node.put("acknowledged_submissions_through_kafka", counts.submitsThroughKafka());
    node.put("acknowledged_submissions_through_both", counts.submitsThroughBoth());
    node.put("acknowledged_reports", counts.reports());
    node.put("acknowledged_reports_through_kafka", counts.reportsThroughKafka());
    node.put("acknowledged_decisions", counts.decisions());
    node.put("refused", counts.refused()).put("event_records", counts.events());
    node.put("delivery_records", counts.deliveries());
    if (plan.neighbours()) {
      node.set("neighbours", json(outcome.harm()));
    }
    outcome.endedByThemselves().forEach(node.putArray("ended_by_themselves")::add);
    var findings = node.putArray("findings");
    for (Finding finding : outcome.findings()) {
      findings
          .addObject()
          .put("kind", finding.kind().name())
          .put("intent_id", finding.intent().toString())
          .put("what", finding.what());
    }
    return node;
  }
}
