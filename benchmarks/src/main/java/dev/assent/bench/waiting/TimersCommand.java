package dev.assent.bench.waiting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.bench.node.Doors;
import dev.assent.bench.node.Scenario;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.Session;
import dev.assent.contract.Happened;
import dev.assent.testing.kafka.TopicLog;
import dev.assent.wire.AvroWire;
import dev.assent.wire.connection.Connection;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how late reminders are while many approvals wait.
@Command(
    name = "timers",
    description = {
      "Open waiting approvals, let the reminders of the last of them fall due spread over a window,"
          + " and measure how late each reminder's event is.",
      "The approvals stay open: use a node that is thrown away afterwards. Ends with 1 when a"
          + " reminder did not come."
    })
public final class TimersCommand implements Callable<Integer> {
  private static final Duration FAR = Duration.ofDays(1);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration LATE_MAX = Duration.ofMinutes(1);

  private final Session session;

  @Option(
      names = "--waiting",
      paramLabel = "K",
      defaultValue = "10000",
      description = "Approvals that wait (${DEFAULT-VALUE}).")
  int waiting;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "The window over which reminders fall due (${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "50",
      description = "Reminders that fall due in each second of it (${DEFAULT-VALUE}).")
  int rate;

  public TimersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    int due = Math.multiplyExact(seconds, rate);
    if (seconds < 1 || rate < 1 || waiting < due) {
      throw new Failure(
          ExitCode.USAGE,
          "Expected --waiting to be at least --seconds times --rate (" + due + ").");
    }
    Connection connection = session.connection(Map.of());
    try (Doors doors = Doors.of(session);
        TopicLog<Happened> events =
            TopicLog.open(
                connection.clientProperties(),
                connection.topics().events().name(),
                AvroWire.connect(connection).events()::decode,
                false)) {
      return measure(
          new Approvals(doors.initiator(), Scenario.fresh("timers", FAR).intentType()),
          due,
          events);
    } catch (IllegalStateException e) {
      throw new Failure(ExitCode.FAILED, "The run broke off: " + e.getMessage() + ".", e);
    }
  }

  private int measure(Approvals approvals, int due, TopicLog<Happened> events)
      throws InterruptedException {
    long begin = System.nanoTime();
    int far = waiting - due;
    approvals.open(far / 2, _ -> approvals.body(FAR));
    long warm = System.nanoTime();
    approvals.open(far - far / 2, _ -> approvals.body(FAR));
    // The window opens when the rest is there, going by how long the second half of these took.
    double each = far == 0 ? 0.01 : (System.nanoTime() - warm) / 1e9 / (far - far / 2);
    Instant from = Instant.now().plusMillis((long) (2000 * each * due)).plus(SETTLE);
    approvals.open(
        due,
        i -> approvals.body(Duration.between(Instant.now(), from.plusMillis(i * 1000L / rate))));
    Duration opened = Duration.ofNanos(System.nanoTime() - begin);
    if (Instant.now().isAfter(from)) {
      throw new IllegalStateException(
          "opening took longer than foreseen, so the first reminders fell due meanwhile");
    }
    Reminders reminders = new Reminders(approvals.intentType(), from.plus(FAR.dividedBy(2)));
    events.readToEnd(entry -> reminders.add(entry.value()));
    int expected = reminders.missing();
    Instant giveUp = from.plusSeconds(seconds).plus(LATE_MAX);
    while (reminders.missing() > 0 && Instant.now().isBefore(giveUp)) {
      events.poll(entry -> reminders.add(entry.value()));
    }
    report(reminders, expected, opened);
    return (reminders.missing() == 0 ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private void report(Reminders reminders, int expected, Duration opened) {
    double openedSeconds = Math.round(opened.toMillis() / 100.0) / 10.0;
    PrintWriter out = session.terminal().out();
    if (session.json()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("waiting", waiting).put("opened_in_seconds", openedSeconds);
      node.put("due", expected).put("missing", reminders.missing());
      if (reminders.lateness().count() > 0) {
        node.set("lateness", reminders.lateness().json());
      }
      out.println(node);
    } else {
      out.printf(
          Locale.ROOT,
          "%d approvals wait, opened in %.1f s (%.0f/s); %d reminders fell due within %d s, %d did"
              + " not come%n",
          waiting,
          openedSeconds,
          waiting / openedSeconds,
          expected,
          seconds,
          reminders.missing());
      if (reminders.lateness().count() > 0) {
        out.printf("%n%-28s %9s %9s %9s %9s%n", "ms", "p50", "p95", "p99", "max");
        out.printf("%-28s %s%n", "reminder late", reminders.lateness().row());
      }
    }
    out.flush();
  }
}
