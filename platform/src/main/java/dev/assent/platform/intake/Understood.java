package dev.assent.platform.intake;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Outcomes;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.platform.intake.fields.Warning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A plan in words, so that its author sees what was understood before it costs something. Every
/// answer and every command that says so says it with these.
public final class Understood {
  private final Plan plan;
  private final Workspace workspace;
  private final Holders holders;

  private Understood(Plan plan, Workspace workspace, Holders holders) {
    this.plan = plan;
    this.workspace = workspace;
    this.holders = holders;
  }

  /// One sentence a step, in the plan's order.
  ///
  /// @param workspace where the plan is for: agents there are called by their names
  public static List<String> words(Plan plan, Workspace workspace, Holders holders) {
    return new Understood(plan, workspace, holders).words();
  }

  /// People and roles that are asked and that nobody could answer as.
  public static List<Warning> missing(Plan plan, Holders holders) {
    List<Warning> missing = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      if (step instanceof Plan.Step.Human human) {
        asked(human).stream()
            .filter(who -> holders.of(who) == Holders.Held.NO)
            .forEach(who -> missing.add(new Warning("", missing(human, who))));
      }
    }
    return missing;
  }

  private static List<Assignee> asked(Plan.Step.Human step) {
    List<Assignee> asked = new ArrayList<>(step.task().assignees());
    step.escalateTo().ifPresent(asked::add);
    return asked;
  }

  private static String missing(Plan.Step.Human step, Assignee who) {
    return "step '"
        + step.id()
        + "' asks "
        + switch (who) {
          case Assignee.Person person ->
              "the person '" + person.id() + "', who has no key in this workspace yet";
          case Assignee.Role role ->
              "the role '"
                  + role.name()
                  + "', which nobody holds yet (a person is written person:"
                  + role.name()
                  + ")";
        };
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      words.add(words.size() + 1 + ". " + step.id() + ": " + words(step) + links(step) + ".");
    }
    if (!plan.entry().equals(plan.steps().getFirst().id())) {
      words.addFirst("It begins with " + plan.entry() + ".");
    }
    return words;
  }

  private String words(Plan.Step step) {
    return switch (step) {
      case Plan.Step.Agent agent -> agent(agent);
      case Plan.Step.Human human -> human(human);
      case Plan.Step.Delay delay ->
          "wait "
              + text(delay.duration())
              + (delay.reason().isEmpty() ? "" : " (" + delay.reason() + ")");
      case Plan.Step.Notification note ->
          "a message"
              + (note.to().isEmpty() ? "" : " to " + note.to())
              + (note.channels().isEmpty() ? "" : " by " + String.join(", ", note.channels()))
              + " that nobody answers";
    };
  }

  private String agent(Plan.Step.Agent step) {
    String retries =
        step.retriesMax() == 0
            ? ""
            : "; tried again "
                + times(step.retriesMax())
                + ", "
                + text(step.retryDelay())
                + " apart";
    return "agent "
        + name(step.agent())
        + (step.topic() ? "" : " (not registered: work reaches it by its stream alone)")
        + step.deadline().map(within -> ", within " + text(within)).orElse("")
        + retries;
  }

  private String name(AgentAddress agent) {
    return agent.org().equals(workspace.org()) && agent.workspace().equals(workspace.name())
        ? agent.name()
        : agent.toString();
  }

  private String human(Plan.Step.Human step) {
    return asked(step.task())
        + " is asked '"
        + step.task().title()
        + "'"
        + needs(step.task())
        + "; "
        + step.task().outcomes().stream()
            .map(outcome -> outcome + " " + meaning(step, outcome))
            .collect(Collectors.joining(", "))
        + step.reminders().map(Understood::reminders).orElse("")
        + escalation(step)
        + step.deadline().map(after -> "; after " + text(after) + ": " + deadline(step)).orElse("");
  }

  private String asked(HumanTask task) {
    return task.assignees().isEmpty()
        ? "anyone who may approve"
        : task.assignees().stream().map(this::who).collect(Collectors.joining(" or "));
  }

  private String who(Assignee assignee) {
    Holders.Held held = holders.of(assignee);
    return switch (assignee) {
      case Assignee.Person person ->
          person.id() + (held == Holders.Held.NO ? " (who has no key here yet!)" : "");
      case Assignee.Role role ->
          "anyone with the role "
              + role.name()
              + switch (held) {
                case YES -> "";
                case BY_ALL_ROLES_ONLY -> " (only keys with every role hold it)";
                case NO -> " (nobody holds it yet!)";
              };
    };
  }

  private static String needs(HumanTask task) {
    List<String> needs = new ArrayList<>();
    if (task.commentRequired()) {
      needs.add("a comment");
    }
    if (task.evidenceRequired()) {
      needs.add("evidence");
    }
    task.formSchema().ifPresent(_ -> needs.add("a form filled in"));
    task.proofRequired().ifPresent(_ -> needs.add("proof of what was shown"));
    return needs.isEmpty() ? "" : ", and needs " + String.join(", ", needs);
  }

  private String meaning(Plan.Step.Human step, String outcome) {
    Verdict verdict = Outcomes.verdict(step.task(), outcome);
    return switch (verdict) {
      case POSITIVE -> "goes on";
      case NEGATIVE -> failure(step);
      case NEUTRAL ->
          plan.agentBefore(step.id())
              .map(agent -> "goes back to " + agent.id())
              .orElseGet(() -> failure(step));
    };
  }

  private static String failure(Plan.Step.Human step) {
    return step.onFailure().isPresent() ? "fails" : "ends it FAILED";
  }

  private static String reminders(Reminders reminders) {
    return "; reminder after "
        + text(reminders.after())
        + (reminders.max() == 1
            ? ", once"
            : ", then every " + text(reminders.every()) + ", at most " + reminders.max());
  }

  private String escalation(Plan.Step.Human step) {
    return step.reminders()
        .flatMap(Reminders::escalateTo)
        .map(who -> "; after the last one " + who(who) + " may decide as well")
        .orElse("");
  }

  private String deadline(Plan.Step.Human step) {
    return switch (step.deadlineAction()) {
      case TIME_OUT -> "times out";
      case REJECT -> "as if rejected";
      case ESCALATE ->
          step.escalateTo().map(this::who).orElse("nobody") + " may decide as well, then times out";
      case NEXT -> "goes on without an answer";
    };
  }

  private static String links(Plan.Step step) {
    return link("; then ", step.onSuccess()) + link("; on failure ", step.onFailure());
  }

  private static String link(String before, Optional<StepId> to) {
    return to.map(id -> before + id).orElse("");
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /// In the largest unit that divides it: `90 min`, `1 h`, `1.5 s`.
  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 86_400_000 == 0) {
      return millis == 86_400_000 ? "1 day" : millis / 86_400_000 + " days";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + " h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + " min";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis / 1_000.0 + " s";
  }
}
