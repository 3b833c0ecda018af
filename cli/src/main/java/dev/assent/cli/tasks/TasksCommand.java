package dev.assent.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Limit;
import dev.assent.cli.session.Session;
import dev.assent.client.Accepted;
import dev.assent.client.ApprovalsClient;
import dev.assent.client.Decision;
import dev.assent.client.Listing;
import dev.assent.client.Task;
import dev.assent.client.TaskSummary;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private final ApprovalsClient approvals;
  private final Clock clock;

  public TasksCommand(Session session, Clock clock) {
    this.session = session;
    this.approvals = session.approvals(KeyKind.APPROVER);
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
    Listing<TaskSummary> listing =
        all ? session.approvals(KeyKind.ADMIN).allTasks(limit) : approvals.tasks(limit);
    session.print(listing.json(), () -> table(listing, all));
    return ExitCode.DONE.code();
  }

  private void table(Listing<TaskSummary> listing, boolean all) {
    if (listing.items().isEmpty()) {
      session.out().line(all ? "No task is open." : "No task is waiting for you.");
      return;
    }
    Instant now = clock.instant();
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
            listing.items().stream().map(task -> row(task, now)).toList());
    Limit.remark(session, listing);
  }

  private static List<String> row(TaskSummary task, Instant now) {
    return List.of(
        task.intentId(),
        task.json().path("human_task").path("task_type").asText(),
        distance(task.dueAt(), now),
        distance(task.openedAt(), now),
        String.valueOf(task.reminders()),
        task.from(),
        task.to(),
        task.intentType(),
        task.title());
  }

  private static String distance(Optional<Instant> at, Instant now) {
    return at.map(instant -> Text.distance(instant.toString(), now)).orElse("-");
  }

  @Command(
      name = "get",
      description = "Show one task, open or closed, with all that is needed to decide it.")
  int get(@Parameters(paramLabel = "INTENT", description = ID) String id) {
    JsonNode answer = task(id).json();
    session.print(
        answer,
        () -> {
          TaskPage page = new TaskPage(session.out(), clock.instant());
          page.question(answer);
          page.history(answer);
        });
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
    Task shown = task(id);
    boolean asks = shown.open() && session.terminal().interactive() && !session.json();
    if (shown.open()) {
      ShownContent.verify(shown);
    }
    if (asks) { // else nobody reads it, and it would stand before a refusal
      new TaskPage(session.out(), clock.instant()).question(shown.json());
      session.out().flush();
    }
    Decision decision = decision(shown, outcome, answer, asks);
    if (asks && !answer.yes && !confirmed(question)) {
      throw new Failure(ExitCode.USAGE, "Nothing was decided: it was not confirmed.");
    }
    boolean bound = answer.contentHash != null || (asks && !answer.yes);
    decision = bound ? bound(decision, shown, answer) : decision.unbound();
    Accepted accepted = approvals.decide(id, forStep(decision, shown, answer));
    session.print(accepted.json(), () -> told(accepted, outcome, !bound));
    return ExitCode.DONE.code();
  }

  private Decision decision(Task shown, String outcome, Answer answer, boolean asks) {
    JsonNode human = shown.json().path("task").path("human_task");
    Decision decision =
        comment(human, answer, asks)
            .map(comment -> Decision.of(outcome).withComment(comment))
            .orElseGet(() -> Decision.of(outcome));
    ObjectNode fields = AnswerFields.of(answer, human.path("form_schema"), session);
    decision = fields.isEmpty() ? decision : decision.withData(fields);
    return answer.onBehalfOf == null ? decision : decision.onBehalfOf(answer.onBehalfOf);
  }

  /// To what was shown, and only that: what a person confirmed on this page, or says to have seen.
  private static Decision bound(Decision decision, Task shown, Answer answer) {
    return answer.contentHash == null
        ? decision.boundTo(shown)
        : decision.boundTo(shown.version(), answer.contentHash);
  }

  /// A task that is over is named, so that the next one is not taken for it.
  private static Decision forStep(Decision decision, Task shown, Answer answer) {
    if (answer.step != null) {
      return decision.forStep(answer.step);
    }
    return shown.open() ? decision : decision.forStep(shown.stepId());
  }

  private Optional<String> comment(JsonNode human, Answer answer, boolean asks) {
    if (answer.comment != null) {
      return Optional.of(answer.comment);
    }
    boolean required = human.path("required_comment").asBoolean();
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

  private void told(Accepted accepted, String outcome, boolean unbound) {
    session
        .out()
        .line(
            "Decided: "
                + Text.line(outcome)
                + (unbound ? ", unbound (nobody confirmed what was shown)" : "")
                + ". Intent "
                + Text.line(accepted.intentId())
                + " is "
                + accepted.status()
                + ".");
  }

  private Task task(String id) {
    session.refuseFieldsAsDataFolder();
    return approvals.task(id);
  }
}
