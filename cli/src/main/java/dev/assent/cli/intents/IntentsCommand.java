package dev.assent.cli.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.GatewayCommand;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Limit;
import dev.assent.cli.session.Session;
import dev.assent.client.Accepted;
import dev.assent.client.Intent;
import dev.assent.client.IntentEvent;
import dev.assent.client.IntentStatus;
import dev.assent.client.Listing;
import dev.assent.client.NewIntent;
import dev.assent.client.PolicyRef;
import dev.assent.client.Submitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "intents", description = "Submit intents, look at them, follow them, cancel them.")
public final class IntentsCommand extends GatewayCommand {
  private static final String ID = "The intent's id.";
  private static final String KEY =
      "Repeats with the same key and the same request are done once (default: a new key).";

  public IntentsCommand(Session session) {
    super(session, KeyKind.INITIATOR);
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
    NewIntent intent =
        NewIntent.of(type, to, Json.argument("--payload", payload, session.terminal()))
            .withIdempotencyKey(key)
            .withCorrelationId(correlationId == null ? correlationOf(key) : correlationId);
    if (humanTask != null) {
      intent =
          intent.with("human_task", Json.argument("--human-task", humanTask, session.terminal()));
    }
    if (deadlineAt != null) {
      intent = intent.with("deadline_at", deadlineAt);
    }
    Submitted taken = gateway.send(intent);
    if (wait) {
      remarks(taken);
      return follow(taken.id());
    }
    return print(taken.json(), () -> show(taken));
  }

  private void show(Submitted taken) {
    session.out().line("Intent " + Text.line(taken.id()) + " is " + taken.status() + ".");
    session.out().line(policy(taken));
    taken.warnings().forEach(warning -> session.out().line("warning: " + Text.line(warning)));
    session.out().line("Follow it with: assent intents watch " + Text.line(taken.id()));
  }

  /// Where the output is what happens to it, what should be known of it goes beside that.
  private void remarks(Submitted taken) {
    if (taken.policy().isEmpty()) {
      session.remark(policy(taken));
    }
    taken.warnings().forEach(warning -> session.remark("warning: " + Text.line(warning)));
  }

  private static String policy(Submitted taken) {
    return taken
        .policy()
        .map(policy -> "It runs under policy " + Text.line(policy.toString()) + ".")
        .orElseGet(
            () ->
                "Its type has no policy in this workspace"
                    + taken
                        .nearestType()
                        .map(near -> "; did you mean " + Text.line(near) + "?")
                        .orElse("."));
  }

  /// Part of the request: a repeat under the same key must carry the same one.
  private static String correlationOf(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
  }

  @Command(
      name = "get",
      description = "Show one intent: its status, what it waits for, its result.")
  int get(@Parameters(paramLabel = "INTENT", description = ID) String id) {
    Intent intent = gateway.get(id);
    return print(document(intent), () -> show(intent));
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
    Listing<Intent> listing =
        status == null
            ? gateway.intents(limit)
            : gateway.intents(status.toUpperCase(Locale.ROOT), limit);
    return print(
        listing.json(),
        () -> {
          table(listing, "No intents" + (status == null ? "." : " with status " + status + "."));
          Limit.remark(session, listing);
        });
  }

  private void table(Listing<Intent> listing, String none) {
    List<List<String>> rows = new ArrayList<>();
    for (Intent each : listing.items()) {
      JsonNode intent = each.json();
      rows.add(
          List.of(
              each.id(),
              intent.path("status").asText(),
              waitsFor(intent),
              intent.path("intent_type").asText(),
              intent.path("to_agent").asText(),
              Text.time(intent.path("created_at").asText()),
              Text.time(intent.path("updated_at").asText())));
    }
    if (rows.isEmpty()) {
      session.out().line(none);
    } else {
      session
          .out()
          .table(
              List.of("INTENT", "STATUS", "WAITS FOR", "TYPE", "TO", "CREATED", "UPDATED"), rows);
    }
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
    IntentEvent end =
        gateway.observe(
            id,
            since,
            event -> {
              if (session.json()) {
                out.json(event.json());
              } else {
                out.line(EventLine.of(event.json(), out));
              }
              out.flush();
            });
    return exitOf(end.status());
  }

  @Command(name = "cancel", description = "Cancel an intent that has not ended.")
  int cancel(
      @Parameters(paramLabel = "INTENT", description = ID) String id,
      @Option(
              names = "--reason",
              defaultValue = "canceled by an operator",
              description = "Why; everybody sees it.")
          String reason) {
    Accepted canceled = gateway.cancel(id, reason);
    return print(
        canceled.json(), () -> session.out().line("Intent " + Text.line(id) + " is CANCELED."));
  }

  /// Events as they come for people; for programs the intent as it is at its end, as one document.
  int follow(String id) {
    Printer out = session.out();
    if (!session.json()) {
      out.line("Intent " + Text.line(id));
    }
    IntentEvent end =
        gateway.observe(
            id,
            0,
            event -> {
              if (!session.json()) {
                out.line(EventLine.of(event.json(), out));
                out.flush();
              }
            });
    Intent intent = gateway.get(id);
    session.print(
        document(intent),
        () -> {
          out.block("Result", intent.json().path("result"));
          out.block("Error", intent.json().path("error"));
        });
    return exitOf(end.status());
  }

  private static int exitOf(IntentStatus status) {
    return (status == IntentStatus.COMPLETED ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  /// As the gateway answers it.
  private static JsonNode document(Intent intent) {
    return Json.object().put("ok", true).set("intent", intent.json());
  }

  private void show(Intent read) {
    Printer out = session.out();
    JsonNode intent = read.json();
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
    fields.put("Policy", read.policy().map(PolicyRef::toString).orElse(""));
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
