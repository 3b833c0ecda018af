package dev.assent.cli.intents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import dev.assent.cli.http.Api;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Limit;
import dev.assent.cli.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "intents", description = "Submit intents, look at them, follow them, cancel them.")
public final class IntentsCommand {
  private static final String ID = "The intent's id.";
  private static final String KEY =
      "Repeats with the same key and the same request are done once (default: a new key).";

  private final Session session;
  private final Api gateway;

  public IntentsCommand(Session session) {
    this.session = session;
    this.gateway = session.gateway(KeyKind.INITIATOR);
  }

  @Command(
      name = "send",
      description = {
        "Submit an intent. Once it is answered, it is durable.",
        "With --wait the exit code is 0 only if the intent completed."
      })
  int send(
      @Option(names = "--type", required = true, description = "For example human_approval.v1.")
          String type,
      @Option(
              names = "--to",
              required = true,
              description = "The agent: agent://org/workspace/name, or its name.")
          String to,
      @Option(
              names = "--payload",
              paramLabel = "JSON",
              defaultValue = "{}",
              description = "A JSON object, @file, or - for standard input (default: {}).")
          String payload,
      @Option(
              names = "--human-task",
              paramLabel = "JSON",
              description = "Ask people this first: an object, or @file.")
          @Nullable String humanTask,
      @Option(
              names = "--deadline-at",
              paramLabel = "TIME",
              description = "Time out then (ISO 8601).")
          @Nullable String deadlineAt,
      @Option(names = "--correlation-id", paramLabel = "UUID", description = "Default: a new one.")
          @Nullable String correlationId,
      @Option(names = "--idempotency-key", paramLabel = "KEY", description = KEY)
          @Nullable String idempotencyKey,
      @Option(names = "--wait", description = "Follow it until it has ended.") boolean wait) {
    String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    ObjectNode body = Json.object();
    body.put("intent_type", type);
    body.put("correlation_id", correlationId == null ? correlationOf(key) : correlationId);
    body.put("to_agent", to);
    body.set("payload", Json.argument("--payload", payload, session.terminal()));
    if (humanTask != null) {
      body.set("human_task", Json.argument("--human-task", humanTask, session.terminal()));
    }
    if (deadlineAt != null) {
      body.put("deadline_at", deadlineAt);
    }
    JsonNode answer = gateway.post("/v1/intents", body, key);
    String id = answer.path("intent_id").asText();
    if (wait) {
      return follow(id, 0);
    }
    if (session.json()) {
      session.out().json(answer);
    } else {
      session
          .out()
          .line(
              "Intent " + Text.line(id) + " is " + Text.line(answer.path("status").asText()) + ".");
      session.out().line(policy(answer));
      session.out().line("Follow it with: assent intents watch " + Text.line(id));
    }
    return ExitCode.DONE.code();
  }

  private static String policy(JsonNode answer) {
    JsonNode policy = answer.path("policy");
    if (policy.isObject()) {
      return "It runs under policy "
          + Text.line(policy.path("scenario_id").asText())
          + " version "
          + policy.path("version").asInt()
          + ".";
    }
    return "Its type has no policy in this workspace"
        + (answer.has("nearest_type")
            ? "; did you mean " + Text.line(answer.path("nearest_type").asText()) + "?"
            : ".");
  }

  /// Part of the request: a repeat under the same key must carry the same one.
  private static String correlationOf(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
  }

  @Command(
      name = "get",
      description = "Show one intent: its status, what it waits for, its result.")
  int get(@Parameters(paramLabel = "INTENT", description = ID) String id) {
    show(gateway.get("/v1/intents/" + Api.encoded(id)));
    return ExitCode.DONE.code();
  }

  @Command(name = "list", description = "List the workspace's intents, the newest first.")
  int list(
      @Option(names = "--status", description = "Only these, for example WAITING.")
          @Nullable String status,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many (default: 50); 0 is all there are.")
          int limit) {
    Limit.require(limit);
    Map<String, String> query = new LinkedHashMap<>();
    if (status != null) {
      query.put("status", status.toUpperCase(java.util.Locale.ROOT));
    }
    JsonNode answer = gateway.list("/v1/intents", query, "intents", limit);
    if (session.json()) {
      session.out().json(answer);
      return ExitCode.DONE.code();
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode intent : answer.path("intents")) {
      rows.add(
          List.of(
              intent.path("intent_id").asText(),
              intent.path("status").asText(),
              waitsFor(intent),
              intent.path("intent_type").asText(),
              intent.path("to_agent").asText(),
              Text.time(intent.path("created_at").asText()),
              Text.time(intent.path("updated_at").asText())));
    }
    if (rows.isEmpty()) {
      session.out().line("No intents" + (status == null ? "." : " with status " + status + "."));
    } else {
      session
          .out()
          .table(
              List.of("INTENT", "STATUS", "WAITS FOR", "TYPE", "TO", "CREATED", "UPDATED"), rows);
    }
    Limit.remark(session, answer, rows.size());
    return ExitCode.DONE.code();
  }

  private static String waitsFor(JsonNode intent) {
    String holder = EventLine.pendingWith(intent.path("pending_with"));
    return holder.isEmpty() ? "-" : holder;
  }

  @Command(
      name = "watch",
      description = {
        "Follow an intent until it has ended; a restarted node is waited for.",
        "The exit code is 0 only if it completed. --json prints one event a line, as they come."
      })
  int watch(
      @Parameters(paramLabel = "INTENT", description = ID) String id,
      @Option(
              names = "--since",
              paramLabel = "SEQ",
              defaultValue = "0",
              description = "Only events after this one (default: 0, all).")
          long since) {
    Printer out = session.out();
    String status =
        new IntentWatch(session, gateway, id, since)
            .follow(
                event -> {
                  if (session.json()) {
                    out.json(event);
                  } else {
                    out.line(EventLine.of(event, out));
                  }
                  out.flush();
                });
    return exitOf(status);
  }

  @Command(name = "cancel", description = "Cancel an intent that has not ended.")
  int cancel(
      @Parameters(paramLabel = "INTENT", description = ID) String id,
      @Option(
              names = "--reason",
              defaultValue = "canceled by an operator",
              description = "Why; everybody sees it.")
          String reason) {
    JsonNode answer =
        gateway.post(
            "/v1/intents/" + Api.encoded(id) + "/resolve",
            Json.object().put("status", "CANCELED").put("reason", reason),
            UUID.randomUUID().toString());
    if (session.json()) {
      session.out().json(answer);
    } else {
      session.out().line("Intent " + Text.line(id) + " is CANCELED.");
    }
    return ExitCode.DONE.code();
  }

  /// Events as they come for people; for programs the intent as it is at its end, as one document.
  int follow(String id, long since) {
    Printer out = session.out();
    if (!session.json()) {
      out.line("Intent " + Text.line(id));
    }
    String status =
        new IntentWatch(session, gateway, id, since)
            .follow(
                event -> {
                  if (!session.json()) {
                    out.line(EventLine.of(event, out));
                    out.flush();
                  }
                });
    JsonNode answer = gateway.get("/v1/intents/" + Api.encoded(id));
    if (session.json()) {
      out.json(answer);
    } else {
      out.block("Result", answer.path("intent").path("result"));
      out.block("Error", answer.path("intent").path("error"));
    }
    return exitOf(status);
  }

  private static int exitOf(String status) {
    return status.equals("COMPLETED") ? ExitCode.DONE.code() : ExitCode.FAILED.code();
  }

  private void show(JsonNode answer) {
    Printer out = session.out();
    if (session.json()) {
      out.json(answer);
      return;
    }
    JsonNode intent = answer.path("intent");
    String reason = intent.path("lifecycle_waiting_reason").asText("");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Intent", intent.path("intent_id").asText());
    fields.put(
        "Status",
        intent.path("status").asText()
            + (reason.isEmpty() || reason.equals("null") ? "" : " (" + reason + ")"));
    fields.put("Waiting for", EventLine.pendingWith(intent.path("pending_with")));
    fields.put("Task", intent.path("human_task").path("title").asText());
    fields.put("Due", Text.time(intent.path("due_at").asText("")));
    fields.put("Type", intent.path("intent_type").asText());
    fields.put("From", intent.path("from_agent").asText());
    fields.put("To", intent.path("to_agent").asText());
    fields.put("Created", Text.time(intent.path("created_at").asText()));
    fields.put("Updated", Text.time(intent.path("updated_at").asText()));
    out.fields(fields);
    out.block("Payload", intent.path("payload"));
    out.block("Result", intent.path("result"));
    out.block("Error", intent.path("error"));
  }
}
