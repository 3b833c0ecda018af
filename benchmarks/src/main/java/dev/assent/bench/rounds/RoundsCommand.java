package dev.assent.bench.rounds;

import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.bench.measure.KafkaUsage;
import dev.assent.bench.node.Doors;
import dev.assent.bench.node.Scenario;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.NodeFiles;
import dev.assent.cli.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures approval rounds against a running node.
@Command(
    name = "rounds",
    description = {
      "Measure approval rounds against a running node: submit, agent's step, report, decision,"
          + " COMPLETED seen by the caller.",
      "A closed loop: whoever has finished a round begins the next. Ends with 1 when a round"
          + " failed."
    })
public final class RoundsCommand implements Callable<Integer> {
  private static final int PER_IN_FLIGHT = 20;
  private static final int ROUNDS_MIN = 500;
  private static final Duration REMIND_AFTER = Duration.ofHours(2);

  private final Session session;

  /// Which doors service and agent use; the person's is the approval-service always.
  enum DoorKind {
    HTTP,
    KAFKA
  }

  @Option(
      names = "--door",
      paramLabel = "DOOR",
      defaultValue = "http",
      description =
          "How service and agent speak to the node: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  DoorKind door = DoorKind.HTTP;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "1",
      description = "Rounds under way at any time (${DEFAULT-VALUE}).")
  int inFlight;

  @Option(
      names = "--rounds",
      paramLabel = "M",
      description = "Rounds that are measured (500, or 20 for each in flight if that is more).")
  @Nullable Integer rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "K",
      description = "Rounds before, which are not (as many as are measured).")
  @Nullable Integer warmUp;

  @Option(
      names = "--read-task",
      description = "Read the task before each decision, as a person's page does.")
  boolean readTask;

  @Option(
      names = "--process",
      paramLabel = "NAME=PID",
      description =
          "A process whose CPU and memory count as the server's; as often as there are some (the"
              + " node of the data folder).")
  Map<String, Long> processes = new LinkedHashMap<>();

  public RoundsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int measured = rounds == null ? Math.max(ROUNDS_MIN, PER_IN_FLIGHT * inFlight) : rounds;
    int before = warmUp == null ? measured : warmUp;
    if (inFlight < 1 || measured < 1 || before < 0) {
      throw new Failure(
          ExitCode.USAGE,
          "Expected --in-flight and --rounds of at least 1 and --warm-up of at least 0.");
    }
    try (Round round = round();
        Admin admin = Admin.create(session.connection(Map.of()).clientProperties())) {
      RoundsReport report = run(round, before, measured, admin);
      if (session.json()) {
        session.terminal().out().println(report.json());
        session.terminal().out().flush();
      } else {
        report.print(session.terminal().out());
      }
      return (report.ran().failed() == 0 ? ExitCode.DONE : ExitCode.FAILED).code();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.UNREACHABLE, "The node does not answer (" + e.getMessage() + ").", e);
    } catch (IllegalStateException e) {
      throw new Failure(ExitCode.FAILED, "The run broke off: " + e.getMessage() + ".", e);
    }
  }

  private Round round() throws IOException {
    Scenario scenario = Scenario.fresh("bench", REMIND_AFTER);
    Doors doors = Doors.of(session);
    return switch (door) {
      case HTTP -> Round.overHttp(doors, scenario, readTask);
      case KAFKA ->
          Round.overKafka(
              doors,
              KafkaDoor.open(session.connection(Map.of()), session.gatewayKey(KeyKind.INITIATOR)),
              scenario,
              readTask);
    };
  }

  private RoundsReport run(Round round, int before, int measured, Admin admin)
      throws InterruptedException, IOException {
    ClosedLoop loop = new ClosedLoop(round);
    loop.run(inFlight, before);
    Map<String, Long> pids = pids();
    KafkaUsage kafka = KafkaUsage.settled(admin);
    Usage usage = Usage.now(pids);
    ClosedLoop.Ran ran = loop.run(inFlight, measured);
    Usage used = Usage.now(pids).since(usage);
    KafkaUsage written = KafkaUsage.settled(admin).since(kafka);
    return new RoundsReport(inFlight, round.description(), ran, used, written);
  }

  private Map<String, Long> pids() throws IOException {
    if (!processes.isEmpty()) {
      return processes;
    }
    return session
        .files()
        .node()
        .map(NodeFiles.Node::pid)
        .map(pid -> Map.of("node", pid))
        .orElse(Map.of());
  }
}
