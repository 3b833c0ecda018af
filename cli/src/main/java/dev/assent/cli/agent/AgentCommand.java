package dev.assent.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import dev.assent.cli.http.Api;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Session;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "agent",
    description = "Play an agent: look at its work, do it by hand or by a script.")
public final class AgentCommand {
  private static final String ID = "The intent's id, as 'agent listen' shows it.";

  private final Session session;
  private final Api gateway;

  public AgentCommand(Session session) {
    this.session = session;
    this.gateway = session.gateway(KeyKind.AGENT);
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
    new Deliveries(session, gateway, agent)
        .follow(
            delivery -> {
              show(delivery);
              if (result != null) {
                report(delivery, Script.complete(result.deepCopy()));
              } else if (script != null) {
                report(delivery, new Script(script).report(delivery));
              }
              return once;
            });
    return ExitCode.DONE.code();
  }

  @Command(name = "complete", description = "Report that the agent has done the work.")
  int complete(
      @Parameters(paramLabel = "INTENT", description = ID) String id,
      @Option(
              names = "--result",
              paramLabel = "JSON",
              defaultValue = "{}",
              description = "What came of it: a JSON object, @file, or - (default: {}).")
          String result) {
    return report(id, Script.complete(Json.argument("--result", result, session.terminal())));
  }

  @Command(name = "fail", description = "Report that the agent could not do the work.")
  int fail(
      @Parameters(paramLabel = "INTENT", description = ID) String id,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; everybody sees it.")
          String reason) {
    return report(id, Script.fail(reason));
  }

  private int report(String id, ObjectNode body) {
    JsonNode answer = send(id, body);
    if (session.json()) {
      session.out().json(answer);
    } else {
      session.out().line(told(body) + " Intent " + Text.line(id) + ".");
    }
    return ExitCode.DONE.code();
  }

  /// Of many, one that came too late is nobody's fault.
  private void report(JsonNode delivery, ObjectNode body) {
    try {
      send(delivery.path("intent_id").asText(), body);
      if (!session.json()) {
        session.out().line(told(body));
      }
    } catch (Failure e) {
      if (e.exit() != ExitCode.REFUSED && e.exit() != ExitCode.NOT_FOUND) {
        throw e;
      }
      session.remark("Not taken: " + e.text());
    }
    session.out().flush();
  }

  private JsonNode send(String id, ObjectNode body) {
    return gateway.post(
        "/v1/intents/" + Api.encoded(id) + "/resume", body, UUID.randomUUID().toString());
  }

  private static String told(ObjectNode body) {
    return body.path("action").asText().equals("fail")
        ? "Failed: " + Text.line(body.path("reason").asText()) + "."
        : "Completed.";
  }

  /// What the caller sent is in `parent_payload` when it is a step of a plan.
  private void show(JsonNode delivery) {
    Printer out = session.out();
    if (session.json()) {
      out.json(delivery);
    } else {
      JsonNode payload = delivery.path("payload");
      out.line(
          "Intent "
              + Text.line(delivery.path("intent_id").asText())
              + ", "
              + Text.line(delivery.path("intent_type").asText()));
      out.block(
          "Payload",
          payload.path("parent_payload").isObject() ? payload.path("parent_payload") : payload);
    }
    out.flush();
  }
}
