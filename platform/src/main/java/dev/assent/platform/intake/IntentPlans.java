package dev.assent.platform.intake;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.task.Assignees;
import dev.assent.platform.intake.task.HumanTasks;
import dev.assent.platform.intake.task.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Plans of intents that come without a scenario.
final class IntentPlans {
  private static final StepId AGENT = new StepId("agent");
  private static final StepId HUMAN = new StepId("human_task");

  private IntentPlans() {}

  /// The intent is its own single agent step.
  ///
  /// @param intent the create request
  /// @param topic whether the agent is registered
  static Plan agent(Fields intent, AgentAddress agent, boolean topic) {
    Plan.Step step =
        new Plan.Step.Agent(
            AGENT,
            Optional.empty(),
            Optional.empty(),
            agent,
            topic,
            Json.EMPTY,
            Optional.empty(),
            intent
                .optionalCount("max_delivery_attempts", 1, Limits.DELIVERIES_MAX)
                .orElse(Plan.DELIVERIES_DEFAULT),
            0,
            Duration.ofSeconds(30));
    return new Plan(Optional.empty(), AGENT, List.of(step), true);
  }

  /// The intent asks one question; its reminders and its `escalate_to` are the question's.
  ///
  /// @param subject what the title says when the author gave none
  static Plan human(Fields intent, String subject) {
    Plan.Step step = question(intent, subject, HUMAN, Optional.empty());
    return new Plan(Optional.empty(), HUMAN, List.of(step), false);
  }

  /// The question that the intent itself asks.
  ///
  /// @param onSuccess what comes after it; empty when it is the last step
  static Plan.Step.Human question(
      Fields intent, String subject, StepId id, Optional<StepId> onSuccess) {
    Waits waits = Waits.read(intent, who -> Assignees.read(intent, "escalate_to", who));
    waits.check(intent, Optional.empty());
    String title = HumanTasks.title(subject);
    return new Plan.Step.Human(
        id,
        onSuccess,
        Optional.empty(),
        intent
            .optionalObject("human_task")
            .map(
                task ->
                    HumanTasks.read(
                        task,
                        title,
                        HumanTasks.Asked.ANYBODY,
                        who -> Assignees.read(task, "assignees", who)))
            .orElseGet(() -> HumanTasks.plain(title, HumanTasks.Asked.ANYBODY)),
        waits.reminders(),
        waits.escalateTo(),
        Optional.empty(),
        Plan.DeadlineAction.TIME_OUT);
  }
}
