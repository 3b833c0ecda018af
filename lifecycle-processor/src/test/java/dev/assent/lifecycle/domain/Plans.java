package dev.assent.lifecycle.domain;

import dev.assent.contract.Plan;
import dev.assent.contract.Plan.DeadlineAction;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Plans and steps for tests, written the short way.
final class Plans {
  static final AgentAddress VALIDATOR = new AgentAddress("acme", "ops", "validator");
  static final Assignee SRE = new Assignee.Role("sre_oncall");
  static final Assignee MANAGER = new Assignee.Role("manager");
  static final Json FORM = new Json("{\"required\":[\"window\"]}");

  private Plans() {}

  static StepId id(String id) {
    return new StepId(id);
  }

  static Plan of(Step... steps) {
    return new Plan(
        Optional.of(new Plan.PolicyRef("change_approval", 3)),
        steps[0].id(),
        List.of(steps),
        false);
  }

  static Plan plain(Step.Agent step) {
    return new Plan(Optional.empty(), step.id(), List.of(step), true);
  }

  /// What the gateway makes of the seed's scenario.json.
  static Plan seed() {
    return of(
        agent("validate_change").deadline(minutes(2)).step(),
        human("sre_approval")
            .deadline(Duration.ofHours(1))
            .reminders(new Reminders(minutes(5), minutes(5), 3, Optional.empty()))
            .step());
  }

  static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  static AgentStep agent(String id) {
    return new AgentStep(id, false, Optional.empty(), Optional.empty(), Optional.empty(), 3, 0);
  }

  static HumanStep human(String id) {
    return new HumanStep(
        id,
        new HumanTask(
            TaskType.APPROVAL,
            "May " + id + " go on?",
            "",
            List.of(),
            false,
            false,
            List.of(SRE),
            Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DeadlineAction.TIME_OUT);
  }

  static Step delay(String id, Duration duration) {
    return new Step.Delay(id(id), Optional.empty(), Optional.empty(), duration, "cooling down");
  }

  static Step notify(String id) {
    return new Step.Notification(
        id(id),
        Optional.empty(),
        Optional.empty(),
        List.of("inbox"),
        "sre_oncall",
        "About {{intent_id}}",
        "Done.");
  }

  record AgentStep(
      String id,
      boolean topic,
      Optional<StepId> onSuccess,
      Optional<StepId> onFailure,
      Optional<Duration> deadline,
      int deliveries,
      int retries) {

    AgentStep onTopic() {
      return new AgentStep(id, true, onSuccess, onFailure, deadline, deliveries, retries);
    }

    AgentStep onSuccess(String next) {
      return new AgentStep(
          id, topic, Optional.of(id(next)), onFailure, deadline, deliveries, retries);
    }

    AgentStep onFailure(String next) {
      return new AgentStep(
          id, topic, onSuccess, Optional.of(id(next)), deadline, deliveries, retries);
    }

    AgentStep deadline(Duration wait) {
      return new AgentStep(id, topic, onSuccess, onFailure, Optional.of(wait), deliveries, retries);
    }

    AgentStep retries(int max) {
      return new AgentStep(id, topic, onSuccess, onFailure, deadline, deliveries, max);
    }

    Step.Agent step() {
      return new Step.Agent(
          id(id),
          onSuccess,
          onFailure,
          VALIDATOR,
          topic,
          Json.EMPTY,
          deadline,
          deliveries,
          retries,
          Duration.ofSeconds(30));
    }

    private static StepId id(String id) {
      return new StepId(id);
    }
  }

  record HumanStep(
      String id,
      HumanTask task,
      Optional<StepId> onSuccess,
      Optional<StepId> onFailure,
      Optional<Reminders> reminders,
      Optional<Assignee> escalateTo,
      Optional<Duration> deadline,
      DeadlineAction action) {

    HumanStep type(TaskType type, String... outcomes) {
      return task(
          new HumanTask(
              type,
              task.title(),
              task.description(),
              List.of(outcomes),
              task.commentRequired(),
              task.evidenceRequired(),
              task.assignees(),
              task.formSchema(),
              task.notifyEmail()));
    }

    HumanStep demanding(boolean comment, boolean evidence, Optional<Json> form) {
      return task(
          new HumanTask(
              task.type(),
              task.title(),
              task.description(),
              task.outcomes(),
              comment,
              evidence,
              task.assignees(),
              form,
              task.notifyEmail()));
    }

    /// An answer must prove what was shown.
    HumanStep bound() {
      return task(
          new HumanTask(
              task.type(),
              task.title(),
              task.description(),
              task.outcomes(),
              task.commentRequired(),
              task.evidenceRequired(),
              task.assignees(),
              task.formSchema(),
              task.notifyEmail(),
              task.verdicts(),
              Optional.of(Shown.Proof.CONTENT)));
    }

    HumanStep description(String description) {
      return task(
          new HumanTask(
              task.type(),
              task.title(),
              description,
              task.outcomes(),
              task.commentRequired(),
              task.evidenceRequired(),
              task.assignees(),
              task.formSchema(),
              task.notifyEmail()));
    }

    HumanStep title(String title) {
      return task(
          new HumanTask(
              task.type(),
              title,
              task.description(),
              task.outcomes(),
              task.commentRequired(),
              task.evidenceRequired(),
              task.assignees(),
              task.formSchema(),
              task.notifyEmail()));
    }

    HumanStep assignees(Assignee... who) {
      return task(
          new HumanTask(
              task.type(),
              task.title(),
              task.description(),
              task.outcomes(),
              task.commentRequired(),
              task.evidenceRequired(),
              List.of(who),
              task.formSchema(),
              task.notifyEmail()));
    }

    HumanStep onFailure(String next) {
      return new HumanStep(
          id, task, onSuccess, Optional.of(id(next)), reminders, escalateTo, deadline, action);
    }

    HumanStep onSuccess(String next) {
      return new HumanStep(
          id, task, Optional.of(id(next)), onFailure, reminders, escalateTo, deadline, action);
    }

    HumanStep reminders(Reminders all) {
      return new HumanStep(
          id, task, onSuccess, onFailure, Optional.of(all), escalateTo, deadline, action);
    }

    HumanStep escalateTo(Assignee who) {
      return new HumanStep(
          id, task, onSuccess, onFailure, reminders, Optional.of(who), deadline, action);
    }

    HumanStep deadline(Duration wait) {
      return new HumanStep(
          id, task, onSuccess, onFailure, reminders, escalateTo, Optional.of(wait), action);
    }

    HumanStep action(DeadlineAction other) {
      return new HumanStep(id, task, onSuccess, onFailure, reminders, escalateTo, deadline, other);
    }

    private HumanStep task(HumanTask other) {
      return new HumanStep(
          id, other, onSuccess, onFailure, reminders, escalateTo, deadline, action);
    }

    Step.Human step() {
      return new Step.Human(
          id(id), onSuccess, onFailure, task, reminders, escalateTo, deadline, action);
    }

    private static StepId id(String id) {
      return new StepId(id);
    }
  }
}
