package dev.assent.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.http.Api;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Limit;
import dev.assent.cli.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "tasks",
    description = "The questions put to people: list them, look at one, decide it.")
public final class TasksCommand {
  private static final String ID = "The intent's id, as 'tasks list' shows it.";

  private final Session session;
  private final Api approvals;
  private final Clock clock;

  public TasksCommand(Session session, Clock clock) {
    this.session = session;
    this.approvals = session.approvals();
    this.clock = clock;
  }

  /// What goes with a decision.
  static final class Answer {
    @Option(
        names = {"-c", "--comment"},
        paramLabel = "TEXT",
        description = "Why. It goes into the audit trail.")
    @Nullable String comment;

    @Option(
        names = {"-d", "--field"},
        paramLabel = "NAME=VALUE",
        description =
            "A field of the answer; may be repeated. The task's form says which ones are numbers"
                + " or booleans.")
    @Nullable Map<String, String> fields;

    @Option(
        names = "--data-json",
        paramLabel = "JSON",
        description = "The answer's fields as a JSON object, @file, or - for standard input.")
    @Nullable String dataJson;

    @Option(
        names = "--on-behalf-of",
        paramLabel = "PERSON",
        description = "For whom you decide. It goes into the audit trail.")
    @Nullable String onBehalfOf;

    @Option(
        names = {"-y", "--yes"},
        description =
            "Do not ask on a terminal whether to go on. Nobody then says to have seen the task: the"
                + " decision is recorded as unbound.")
    boolean yes;

    @Option(
        names = "--content-hash",
        paramLabel = "HASH",
        description =
            "What you saw, as 'tasks get' shows it: the decision is bound to it, without a terminal"
                + " too.")
    @Nullable String contentHash;

    @Option(
        names = "--step",
        paramLabel = "STEP",
        description = "The step whose task this is an answer to, as 'tasks get' shows it.")
    @Nullable String step;
  }

  @Command(
      name = "list",
      description = "List the open tasks you may decide: first what is due first.")
  int list(
      @Option(names = "--all", description = "Everybody's open tasks; takes an admin's key.")
          boolean all,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most so many (default: 50); 0 is all there are.")
          int limit) {
    Limit.require(limit);
    Map<String, String> query = new LinkedHashMap<>();
    if (all) {
      query.put("all", "true");
    }
    JsonNode answer =
        (all ? session.approvals(KeyKind.ADMIN) : approvals)
            .list("/v1/tasks", query, "tasks", limit);
    if (session.json()) {
      session.out().json(answer);
      return ExitCode.DONE.code();
    }
    Instant now = clock.instant();
    List<List<String>> rows = new ArrayList<>();
    answer.path("tasks").forEach(task -> rows.add(row(task, now)));
    if (rows.isEmpty()) {
      session.out().line(all ? "No task is open." : "No task is waiting for you.");
      return ExitCode.DONE.code();
    }
    session
        .out()
        .table(
            List.of(
                "INTENT",
                "TYPE",
                "DUE",
                "OPEN SINCE",
                "REMINDERS",
                "FROM",
                "TO",
                "INTENT TYPE",
                "TITLE"),
            rows);
    Limit.remark(session, answer, rows.size());
    return ExitCode.DONE.code();
  }

  private static List<String> row(JsonNode task, Instant now) {
    String due = Text.distance(task.path("due_at").asText(), now);
    return List.of(
        task.path("intent_id").asText(),
        task.path("human_task").path("task_type").asText(),
        due.isEmpty() ? "-" : due,
        Text.distance(task.path("assigned_at").asText(), now),
        String.valueOf(task.path("reminders").asInt()),
        task.path("from_agent").asText(),
        task.path("to_agent").asText(),
        task.path("intent_type").asText(),
        task.path("human_task").path("title").asText());
  }

  @Command(
      name = "get",
      description = "Show one task, open or closed, with all that is needed to decide it.")
  int get(@Parameters(paramLabel = "INTENT", description = ID) String id) {
    JsonNode answer = approvals.get(path(id));
    if (session.json()) {
      session.out().json(answer);
    } else {
      TaskPage page = new TaskPage(session.out(), clock.instant());
      page.question(answer);
      page.history(answer);
    }
    return ExitCode.DONE.code();
  }

  @Command(
      name = "approve",
      description = {
        "Give the task's positive outcome, bound to what is shown and confirmed.",
        "A refused decision, for example because somebody was first, exits with 3."
      })
  int approve(
      @Parameters(paramLabel = "INTENT", description = ID) String id, @Mixin Answer answer) {
    return decide(id, "approved", "Approve this?", answer);
  }

  @Command(
      name = "reject",
      description = {
        "Give the task's negative outcome, bound to what is shown and confirmed.",
        "A refused decision, for example because somebody was first, exits with 3."
      })
  int reject(@Parameters(paramLabel = "INTENT", description = ID) String id, @Mixin Answer answer) {
    return decide(id, "rejected", "Reject this?", answer);
  }

  @Command(
      name = "submit",
      description = {
        "Give any of the task's outcomes, with its fields.",
        "A refused decision, for example because somebody was first, exits with 3."
      })
  int submit(
      @Parameters(paramLabel = "INTENT", description = ID) String id,
      @Option(
              names = {"-o", "--outcome"},
              required = true,
              description = "One of the task's outcomes, as 'tasks get' shows them.")
          String outcome,
      @Mixin Answer answer) {
    return decide(id, outcome, "Answer this with '" + outcome + "'?", answer);
  }

  private int decide(String id, String outcome, String question, Answer answer) {
    JsonNode shown = approvals.get(path(id));
    JsonNode task = shown.path("task");
    boolean open = task.path("state").asText("open").equals("open");
    ObjectNode body = Json.object().put("outcome", outcome);
    boolean asks = open && session.terminal().interactive() && !session.json();
    if (open) {
      ShownContent.verify(shown);
    }
    if (asks) { // else nobody reads it, and it would stand before a refusal
      new TaskPage(session.out(), clock.instant()).question(shown);
      session.out().flush();
    }
    comment(task, answer, asks).ifPresent(comment -> body.put("comment", comment));
    ObjectNode fields =
        AnswerFields.of(answer, task.path("human_task").path("form_schema"), session);
    if (!fields.isEmpty()) {
      body.set("data", fields);
    }
    if (answer.onBehalfOf != null) {
      body.put("on_behalf_of", answer.onBehalfOf);
    }
    if (asks && !answer.yes && !confirmed(question)) {
      throw new Failure(ExitCode.USAGE, "Nothing was decided: it was not confirmed.");
    }
    bind(body, task, answer, asks && !answer.yes);
    JsonNode decided = approvals.post(path(id) + "/decision", body, UUID.randomUUID().toString());
    report(id, outcome, decided, body.has("unbound"));
    return ExitCode.DONE.code();
  }

  /// Says what was shown, and only that: what a person confirmed on this page, or says to have
  /// seen. A task that is over is named, so that the next one is not taken for it.
  private static void bind(ObjectNode body, JsonNode task, Answer answer, boolean confirmed) {
    if (answer.contentHash != null || confirmed) {
      String shown = task.path("content_hash").asText();
      body.put("version", task.path("version").asInt());
      body.put("content_hash", answer.contentHash == null ? shown : answer.contentHash);
    } else {
      body.put("unbound", true);
    }
    if (answer.step != null) {
      body.put("step_id", answer.step);
    } else if (!task.path("state").asText("open").equals("open")) {
      body.put("step_id", task.path("step_id").asText());
    }
  }

  private Optional<String> comment(JsonNode task, Answer answer, boolean asks) {
    if (answer.comment != null) {
      return Optional.of(answer.comment);
    }
    boolean required = task.path("human_task").path("required_comment").asBoolean();
    return required && asks ? session.terminal().ask("Comment (required): ") : Optional.empty();
  }

  private boolean confirmed(String question) {
    return session
        .terminal()
        .ask(question + " [y/N] ")
        .map(typed -> typed.toLowerCase(Locale.ROOT))
        .filter(typed -> typed.equals("y") || typed.equals("yes"))
        .isPresent();
  }

  private void report(String id, String outcome, JsonNode decided, boolean unbound) {
    if (session.json()) {
      session.out().json(decided);
      return;
    }
    String status = Text.line(decided.path("status").asText());
    session
        .out()
        .line(
            "Decided: "
                + Text.line(outcome)
                + (unbound ? ", unbound (nobody confirmed what was shown)" : "")
                + ". Intent "
                + Text.line(id)
                + " is "
                + status
                + ".");
  }

  private String path(String id) {
    session.refuseFieldsAsDataFolder();
    return "/v1/tasks/" + Api.encoded(id);
  }
}
