package dev.assent.cli.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.GatewayCommand;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Remarks;
import dev.assent.cli.session.Session;
import dev.assent.client.Accepted;
import dev.assent.client.AssentClient;
import dev.assent.client.AssentException;
import dev.assent.client.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "agent",
    description = "Play an agent: look at its work, do it by hand or by a script.")
public final class AgentCommand extends GatewayCommand {
  private static final String ID = "The step intent's id, as 'agent listen' shows it.";

  /// What is done is reported when the node is back, however long that takes.
  private static final Duration REPORT_FOR = Duration.ofDays(1);

  public AgentCommand(Session session) {
    super(session, KeyKind.AGENT);
  }

  @Command(
      name = "listen",
      description = {
        "Show the work that an agent is handed, as it comes; Ctrl-C ends it.",
        "--complete and --exec also do it. --json prints one delivery a line."
      })
  int listen(
      @Parameters(paramLabel = "AGENT", description = "Its name or address.") String agent,
      @Option(
              names = "--complete",
              paramLabel = "JSON",
              arity = "0..1",
              fallbackValue = "{}",
              description = "Complete each with this result: JSON, @file, or - (default: {}).")
          @Nullable String complete,
      @Option(
              names = "--exec",
              paramLabel = "COMMAND",
              description =
                  "Run this for each, with the delivery as JSON on standard input. Exit code 0:"
                      + " what it prints is the result, a JSON object or nothing; else it failed,"
                      + " and the last line of its standard error says why.")
          @Nullable String script,
      @Option(names = "--once", description = "End after the first.") boolean once) {
    if (complete != null && script != null) {
      throw new Failure(ExitCode.USAGE, "Expected --complete or --exec, but got both.");
    }
    ObjectNode result =
        complete == null ? null : Json.argument("--complete", complete, session.terminal());
    AssentClient client =
        session
            .gatewayBuilder(KeyKind.AGENT)
            .retryFor(REPORT_FOR)
            .streamListener(
                new Remarks(session, "Listening as " + agent.replaceFirst("^agent://", "") + "."))
            .build();
    client.steps(
        agent,
        step -> {
          show(step);
          if (result != null) {
            report(client, step, new Report.Complete(result));
          } else if (script != null) {
            report(client, step, new Script(script).report(step.json()));
          }
          return !once;
        });
    return ExitCode.DONE.code();
  }

  @Command(name = "complete", description = "Report that the agent has done the work.")
  int complete(
      @Parameters(paramLabel = "STEP_INTENT", description = ID) String id,
      @Option(
              names = "--result",
              paramLabel = "JSON",
              defaultValue = "{}",
              description = "What came of it: a JSON object, @file, or - (default: {}).")
          String result) {
    ObjectNode fields = Json.argument("--result", result, session.terminal());
    return told(id, new Report.Complete(fields), gateway.complete(id, fields));
  }

  @Command(name = "fail", description = "Report that the agent could not do the work.")
  int fail(
      @Parameters(paramLabel = "STEP_INTENT", description = ID) String id,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; everybody sees it.")
          String reason) {
    return told(id, new Report.Fail(reason), gateway.fail(id, reason));
  }

  private int told(String id, Report report, Accepted accepted) {
    return print(
        accepted.json(),
        () -> session.out().line(report.words() + " Step intent " + Text.line(id) + "."));
  }

  /// Of many, one that came too late is nobody's fault.
  private void report(AssentClient client, Step step, Report report) {
    try {
      report.send(client, step);
      if (!session.json()) {
        session.out().line(report.words());
      }
    } catch (AssentException.Conflict
        | AssentException.NotFound
        | AssentException.NotAllowed
        | AssentException.Validation e) {
      session.remark("Not taken: " + Text.line(String.valueOf(e.getMessage())));
    }
    session.out().flush();
  }

  private void show(Step step) {
    Printer out = session.out();
    if (session.json()) {
      out.json(step.json());
    } else {
      out.line(
          "Step intent "
              + Text.line(step.intentId())
              + step.parentId().map(id -> " of intent " + Text.line(id)).orElse("")
              + ", "
              + Text.line(step.intentType()));
      out.block("Payload", step.request());
    }
    out.flush();
  }
}
