package dev.assent.gateway.scenario;

import dev.assent.contract.AgentAddress;
import dev.assent.contract.Assignee;
import dev.assent.contract.Json;
import dev.assent.contract.Limits;
import dev.assent.contract.Plan;
import dev.assent.contract.StepId;
import dev.assent.intake.Fields;
import dev.assent.intake.HumanTasks;
import dev.assent.intake.Waits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Compiles one step of a bundle. What kind of step it is follows from its `runtime_type`, from who
/// it is assigned to, and from its `tool_id`, in this order: authors leave out any of them
/// (contract section 4.1).
final class Steps {
  private static final int CHANNELS_MAX = 10;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(30);
  private static final List<String> DELAYS = List.of("delay", "timeout");
  private static final List<String> NOTIFICATIONS =
      List.of("notification", "reminder", "escalation");

  private final Roles roles;
  private final Predicate<AgentAddress> registered;
  private final int deliveriesMax;
  private final Waits intentWaits;
  private final Optional<Fields> intentTask;

  /// @param intentTask the question that the intent itself asks, for human steps that ask none
  Steps(
      Roles roles,
      Predicate<AgentAddress> registered,
      int deliveriesMax,
      Waits intentWaits,
      Optional<Fields> intentTask) {
    this.roles = roles;
    this.registered = registered;
    this.deliveriesMax = deliveriesMax;
    this.intentWaits = intentWaits;
    this.intentTask = intentTask;
  }

  /// Where a step leads.
  private record Links(StepId id, Optional<StepId> onSuccess, Optional<StepId> onFailure) {
    static Links read(Fields step) {
      return new Links(
          new StepId(step.text("step_id", Limits.NAME_LENGTH_MAX)),
          step.optionalText("on_success", Limits.NAME_LENGTH_MAX).map(StepId::new),
          step.optionalText("on_failure", Limits.NAME_LENGTH_MAX).map(StepId::new));
    }
  }

  Plan.Step compile(Fields step) {
    step.leave("description");
    Links links = Links.read(step);
    String tool = step.optionalText("tool_id").orElse("");
    Optional<String> assigned = step.optionalText("assigned_to", Limits.ADDRESS_LENGTH_MAX);
    Optional<String> runtime = step.optionalText("runtime_type");
    if (runtime.isPresent()) {
      return ofRuntime(step, links, runtime.get(), assigned);
    }
    if (assigned.flatMap(roles::agent).isPresent()) {
      return agent(step, links, assigned.get());
    }
    boolean approval = step.optionalFlag("requires_approval").orElse(false);
    boolean human =
        assigned.flatMap(roles::human).isPresent()
            || approval
            || step.has("human_task")
            || tool.startsWith("tool.approval.")
            || tool.startsWith("tool.human.");
    if (human) {
      return human(step, links, assigned);
    }
    if (tool.startsWith("tool.internal.delay")) {
      return delay(step, links);
    }
    if (tool.startsWith("tool.internal.") || tool.startsWith("tool.notification.")) {
      return notification(step, links);
    }
    if (assigned.isPresent()) {
      return agent(step, links, assigned.get());
    }
    throw step.wrong(
        "a role of agents or humans, requires_approval, or an internal tool",
        "assigned_to",
        "there is none, and tool_id is '" + tool + "'");
  }

  private Plan.Step ofRuntime(Fields step, Links links, String runtime, Optional<String> assigned) {
    if (runtime.equals("human_approval")) {
      step.leave("requires_approval");
      return human(step, links, assigned);
    }
    if (DELAYS.contains(runtime)) {
      return delay(step, links);
    }
    if (NOTIFICATIONS.contains(runtime)) {
      return notification(step, links);
    }
    throw step.wrong(
        "human_approval, delay, timeout, notification, reminder or escalation",
        "runtime_type",
        "got '" + runtime + "'");
  }

  private Plan.Step agent(Fields step, Links links, String name) {
    AgentAddress address =
        roles
            .agent(name)
            .map(Scenario.AgentEntry::address)
            .orElseGet(() -> roles.address(step, "assigned_to", name));
    boolean topic =
        roles.agent(name).map(Scenario.AgentEntry::create).orElse(false)
            || registered.test(address);
    Optional<Fields> retry = step.optionalObject("retry");
    return new Plan.Step.Agent(
        links.id(),
        links.onSuccess(),
        links.onFailure(),
        address,
        topic,
        step.optionalJsonObject("input").orElse(Json.EMPTY),
        step.optionalSeconds("step_deadline_seconds"),
        deliveriesMax,
        retry.flatMap(r -> r.optionalCount("max_retries", 0, Limits.RETRIES_MAX)).orElse(0),
        retry.flatMap(r -> r.optionalSeconds("retry_delay_seconds")).orElse(RETRY_DELAY));
  }

  private Plan.Step human(Fields step, Links links, Optional<String> assigned) {
    HumanTasks.Asked asked =
        assigned
            .map(
                name ->
                    roles
                        .human(name)
                        .orElseGet(
                            () ->
                                new HumanTasks.Asked(
                                    List.of(Assignee.parse(name)), Optional.empty())))
            .or(roles::onlyHuman)
            .orElse(HumanTasks.Asked.ANYBODY);
    String title = HumanTasks.title(links.id().value());
    Waits waits = Waits.read(step, roles::person).or(intentWaits);
    return new Plan.Step.Human(
        links.id(),
        links.onSuccess(),
        links.onFailure(),
        step.optionalObject("human_task")
            .or(() -> intentTask)
            .map(task -> HumanTasks.read(task, title, asked, roles::person))
            .orElseGet(() -> HumanTasks.plain(title, asked)),
        waits.reminders(),
        waits.escalateTo(),
        step.optionalSeconds("step_deadline_seconds"),
        onDeadline(step, waits));
  }

  /// Without reminders there is no last one after which to escalate, so the deadline does (contract
  /// section 5.3).
  private static Plan.DeadlineAction onDeadline(Fields step, Waits waits) {
    Optional<String> named = step.optionalText("on_deadline");
    if (named.isEmpty()) {
      return waits.escalateTo().isPresent() && waits.reminders().isEmpty()
          ? Plan.DeadlineAction.ESCALATE
          : Plan.DeadlineAction.TIME_OUT;
    }
    return Arrays.stream(Plan.DeadlineAction.values())
        .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(named.get()))
        .findFirst()
        .orElseThrow(
            () ->
                step.wrong(
                    "time_out, reject, escalate or next",
                    "on_deadline",
                    "got '" + named.get() + "'"));
  }

  private static Plan.Step delay(Fields step, Links links) {
    Fields config = config(step);
    Duration duration =
        config
            .optionalSeconds("seconds")
            .or(() -> config.optionalSeconds("delay_seconds"))
            .or(() -> step.optionalSeconds("step_deadline_seconds"))
            .orElseThrow(() -> config.wrong("a number of seconds", "seconds", "there is none"));
    return new Plan.Step.Delay(
        links.id(),
        links.onSuccess(),
        links.onFailure(),
        duration,
        config.optionalText("reason", Limits.DESCRIPTION_LENGTH_MAX).orElse(""));
  }

  private static Plan.Step notification(Fields step, Links links) {
    Fields config = config(step);
    return new Plan.Step.Notification(
        links.id(),
        links.onSuccess(),
        links.onFailure(),
        config.texts("channels", CHANNELS_MAX, Limits.NAME_LENGTH_MAX),
        config
            .optionalText("to", Limits.ADDRESS_LENGTH_MAX)
            .or(() -> step.optionalText("assigned_to", Limits.ADDRESS_LENGTH_MAX))
            .or(() -> step.optionalText("escalate_to", Limits.ADDRESS_LENGTH_MAX))
            .orElse(""),
        config.optionalText("subject", Limits.TITLE_LENGTH_MAX).orElseGet(() -> links.id().value()),
        config.optionalText("body", Limits.DESCRIPTION_LENGTH_MAX).orElse(""));
  }

  /// The schema says `runtime_config`, the examples `config`; notifications also use `input`.
  private static Fields config(Fields step) {
    return step.optionalObject("runtime_config")
        .or(() -> step.optionalObject("config"))
        .or(() -> step.optionalObject("input"))
        .orElse(step);
  }
}
