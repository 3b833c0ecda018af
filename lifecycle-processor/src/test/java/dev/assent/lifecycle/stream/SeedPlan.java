package dev.assent.lifecycle.stream;

import dev.assent.contract.Command;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The seed's scenario: an agent validates, then a person signs off, with a reminder after five
/// minutes.
final class SeedPlan {
  static final StepId VALIDATE = new StepId("validate_change");
  static final StepId APPROVE = new StepId("sre_approval");
  static final Duration REMIND = Duration.ofMinutes(5);

  private static final List<Plan.DeadlineAction> ACTIONS = List.of(Plan.DeadlineAction.values());

  private SeedPlan() {}

  static IntentId intent(Random random) {
    return IntentId.root(random.nextLong(), random.nextLong());
  }

  static Command.Submit submit() {
    return submit(new Json("{\"target\":\"prod\"}"), plan(), Optional.empty());
  }

  /// The scenario or one like it: with retries, a delay before the question, a task that sends back
  /// and escalates, a deadline of its own.
  static Command.Submit any(Random random) {
    if (random.nextInt(3) == 0) {
      return submit();
    }
    StepId wait = new StepId("wait");
    Step delay =
        new Step.Delay(
            wait,
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1 + random.nextInt(600)),
            "cool down");
    Step review =
        new Step.Human(
            APPROVE,
            Optional.empty(),
            Optional.empty(),
            task(TaskType.REVIEW),
            Optional.of(
                new Reminders(
                    REMIND, REMIND, 2, Optional.of(new Assignee.Role("head_of_operations")))),
            Optional.empty(),
            Optional.of(Duration.ofHours(1)),
            ACTIONS.get(random.nextInt(ACTIONS.size())));
    Plan plan =
        new Plan(
            Optional.empty(), VALIDATE, List.of(agent(random.nextInt(3)), delay, review), false);
    return submit(Json.EMPTY, plan, Optional.of(Flow.START.plus(Duration.ofDays(2))));
  }

  private static Command.Submit submit(Json payload, Plan plan, Optional<Instant> deadlineAt) {
    return new Command.Submit(
        "intent.infra.change_approval.v1",
        "correlation-1",
        "deployer",
        Flow.AGENT.toString(),
        payload,
        Optional.empty(),
        deadlineAt,
        plan);
  }

  private static Step agent(int retries) {
    return new Step.Agent(
        VALIDATE,
        Optional.empty(),
        Optional.empty(),
        Flow.AGENT,
        true,
        Json.EMPTY,
        Optional.of(Duration.ofSeconds(120)),
        3,
        retries,
        Duration.ofSeconds(10));
  }

  private static HumanTask task(TaskType type) {
    return new HumanTask(
        type,
        "SRE Approval",
        "Review and approve.",
        List.of(),
        false,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Plan plan() {
    Step human =
        new Step.Human(
            APPROVE,
            Optional.empty(),
            Optional.empty(),
            task(TaskType.APPROVAL),
            Optional.of(new Reminders(REMIND, REMIND, 3, Optional.empty())),
            Optional.empty(),
            Optional.of(Duration.ofHours(1)),
            Plan.DeadlineAction.TIME_OUT);
    return new Plan(
        Optional.of(new Plan.PolicyRef("demo.v1", 1)), VALIDATE, List.of(agent(0), human), false);
  }
}
