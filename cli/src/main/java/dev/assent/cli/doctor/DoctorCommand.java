package dev.assent.cli.doctor;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import dev.assent.cli.kafka.Brokers;
import dev.assent.cli.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    description = {
      "Look whether everything is well: the node, its doors and keys, the clock, the brokers, the"
          + " topics, the registry, the services' lag, dead letters. Each line says what to do.",
      "Exits with 1 when something fails; a warning alone is 0."
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Session session;
  private final Clock clock;

  @Mixin private final Brokers brokers = new Brokers();

  public DoctorCommand(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Brokers.quiet(session.terminal());
    List<Check> checks = new ArrayList<>(new DoorChecks(session, clock).run());
    try {
      checks.addAll(new BrokerChecks(session.connection(brokers.properties()), clock).run());
    } catch (Failure e) {
      checks.add(Check.fail("broker", e.text(), "The topics and services were not looked at."));
    }
    print(checks);
    boolean fails = checks.stream().anyMatch(check -> check.level() == Check.Level.FAIL);
    return (fails ? ExitCode.FAILED : ExitCode.DONE).code();
  }

  private void print(List<Check> checks) {
    Printer out = session.out();
    if (session.json()) {
      var document = Json.object();
      document.put("ok", checks.stream().noneMatch(check -> check.level() == Check.Level.FAIL));
      var list = document.putArray("checks");
      for (Check check : checks) {
        list.addObject()
            .put("name", check.name())
            .put("level", check.level().name().toLowerCase(Locale.ROOT))
            .put("found", check.found())
            .put("advice", check.advice());
      }
      out.json(document);
      return;
    }
    int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    for (Check check : checks) {
      String name = check.name() + " ".repeat(width - check.name().length());
      out.line(level(check, out) + "  " + name + "  " + Text.line(check.found()));
      if (!check.advice().isEmpty()) {
        out.line(" ".repeat("fail  ".length()) + "  " + Text.line(check.advice()));
      }
    }
  }

  private static String level(Check check, Printer out) {
    return switch (check.level()) {
      case OK -> out.style(Printer.Style.GREEN, "ok  ");
      case WARN -> out.style(Printer.Style.YELLOW, "warn");
      case FAIL -> out.style(Printer.Style.RED, "fail");
    };
  }
}
