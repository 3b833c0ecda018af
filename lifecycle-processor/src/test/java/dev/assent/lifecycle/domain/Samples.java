package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.fail;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.minutes;
import static dev.assent.lifecycle.domain.Scenario.given;

import dev.assent.contract.Plan;
import dev.assent.contract.Plan.DeadlineAction;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sample of each state that docs/lifecycle.md names: how an intent got there. The last command
/// with a key is the one that the matrix sends again.
final class Samples {
  /// @param last the latest keyed command
  record Sample(Scenario scenario, Ask last) {
    Sample passed(Duration duration) {
      return new Sample(scenario.whenPassed(duration), last);
    }
  }

  private static final Instant DEADLINE = Scenario.START.plus(Duration.ofDays(1));
  private static final String KEY = "last";

  private Samples() {}

  static Map<String, Sample> of(List<String> names) {
    Map<String, Sample> samples = new LinkedHashMap<>();
    names.forEach(name -> samples.put(name, of(name)));
    return samples;
  }

  static Sample of(String name) {
    return switch (name) {
      case "None" -> new Sample(given(), Ask.cancel().keyed(KEY));
      case "Plain" ->
          after(Plans.plain(prepare().retries(2).step()), fail("no disk"))
              .passed(Duration.ofSeconds(40));
      case "Agent" -> after(plan(), fail("no disk")).passed(Duration.ofSeconds(40));
      case "Retry" -> after(plan(), fail("no disk"));
      case "Delay" ->
          after(
              Plans.of(prepare().step(), Plans.delay("wait", minutes(30)), Plans.notify("tell")),
              complete("{}"));
      case "Task" -> after(plan(), complete("{}"));
      case "Task, last reminder sent" -> after(plan(), complete("{}")).passed(minutes(16));
      case "Task, no reminders, somebody to escalate to" ->
          task(human("review").deadline(minutes(60)).escalateTo(Plans.MANAGER));
      case "Task, `reject`" ->
          task(human("review").deadline(minutes(60)).action(DeadlineAction.REJECT));
      case "Task, `escalate`" -> task(escalating());
      case "Task, `escalate`, done so" -> task(escalating()).passed(minutes(61));
      case "Task, `next`" ->
          task(human("review").deadline(minutes(60)).action(DeadlineAction.NEXT));
      case "Ended, decided" -> {
        Ask decision = approval().keyed(KEY);
        yield new Sample(given(submission(plan()), complete("{}"), decision), decision);
      }
      case "Ended, canceled" -> after(plan(), Ask.cancel());
      default -> throw new IllegalArgumentException("no sample of the state '" + name + "'");
    };
  }

  static Ask submission(Plan plan) {
    return Ask.submit(plan, new Json("{\"target\":\"prod\"}"), Optional.of(DEADLINE))
        .keyed("submission");
  }

  static Plan plan() {
    return Plans.of(
        prepare().retries(1).step(),
        human("review")
            .type(TaskType.REVIEW)
            .demanding(true, true, Optional.of(Plans.FORM))
            .bound()
            .reminders(new Reminders(minutes(10), minutes(5), 2, Optional.of(Plans.MANAGER)))
            .deadline(minutes(60))
            .step());
  }

  /// An answer to the plan's task with nothing missing.
  static Ask approval() {
    return answer("approved");
  }

  static Ask answer(String outcome) {
    return decide(Actor.ANNA, outcome)
        .saying("Checked.")
        .with("{\"window\":\"tonight\"}")
        .withEvidence()
        .seeingWhatIsOpen();
  }

  private static Plans.AgentStep prepare() {
    return agent("prepare").onTopic().deadline(minutes(20));
  }

  private static Plans.HumanStep escalating() {
    return human("review")
        .reminders(new Reminders(minutes(30), minutes(5), 1, Optional.empty()))
        .escalateTo(Plans.MANAGER)
        .deadline(minutes(60))
        .action(DeadlineAction.ESCALATE);
  }

  private static Sample task(Plans.HumanStep step) {
    return after(
        Plans.of(prepare().step(), step.step(), Plans.delay("wait", minutes(5))), complete("{}"));
  }

  private static Sample after(Plan plan, Ask last) {
    Ask keyed = last.keyed(KEY);
    return new Sample(given(submission(plan), keyed), keyed);
  }
}
