package dev.assent.gateway.scenario;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.platform.intake.task.HumanTasks;
import dev.assent.platform.intake.task.Waits;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Compiles one step of a bundle. What kind of step it is follows from its `runtime_type`, from who
/// it is assigned to, and from its `tool_id`, in this order: authors leave out any of them
/// (contract section 4.1).
final class Steps {
  private static final int CHANNELS_MAX = 10;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(30);
  private static final String INTERNAL = "tool.internal.";
  private static final String NOTIFYING = "tool.notification.";
  private static final List<String> DELAYS = List.of("delay", "timeout");
  private static final List<String> NOTIFICATIONS =
      List.of("notification", "reminder", "escalation");

  /// What the question of an agent's step is called, after the step.
  private static final String ASKED = ".approval";

  private final Roles roles;
  private final Predicate<AgentAddress> registered;
  private final int deliveriesMax;
  private final Waits intentWaits;
  private final Optional<Fields> intentTask;
  private final Set<String> inherited = new HashSet<>();
  private boolean intentTaskAsked;

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

  /// One step, or two where another than a person does it and a person is asked as well.
  List<Plan.Step> compile(Fields step) {
    step.know(RequestSchema.SCENARIO.part("step"));
    step.leave("description");
    Links links = Links.read(step);
    Kind kind = kind(step);
    step.is(kind.where);
    List<Plan.Step> steps =
        switch (kind) {
          case PERSON -> List.of(human(step, links, false));
          case AGENT -> gated(step, links, agent(step, links));
          case DELAY -> gated(step, links, delay(step, links));
          case NOTIFICATION -> gated(step, links, notification(step, links));
        };
    takeBack(step, kind);
    return steps;
  }

  /// Fields that were read and came to nothing.
  private static void takeBack(Fields step, Kind kind) {
    boolean asks = asks(step);
    boolean asked = asks || kind == Kind.PERSON;
    if (asked && step.optionalFlag("requires_approval").filter(said -> !said).isPresent()) {
      step.warn("requires_approval", "a person is asked all the same, so false has no effect");
    }
    if ((kind == Kind.DELAY || kind == Kind.NOTIFICATION) && !asks) {
      step.unread("on_failure"); // nothing about them fails
    }
    if (!tool(step).isEmpty() && !says(tool(step), kind)) {
      step.unread("tool_id");
    }
  }

  /// Whether a tool is one of what the step turned out to be. What asks for a person always does.
  private static boolean says(String tool, Kind kind) {
    if (tool.startsWith(INTERNAL)) {
      boolean waits = DELAYS.contains(internal(tool));
      return kind == (waits ? Kind.DELAY : Kind.NOTIFICATION);
    }
    return asksByTool(tool)
        || (kind == Kind.NOTIFICATION && tool.startsWith(NOTIFYING))
        || (kind == Kind.AGENT && tool.startsWith("tool.agent."));
  }

  private static String internal(String tool) {
    return tool.substring(INTERNAL.length()).split("\\.", 2)[0];
  }

  /// Who or what does a step.
  private enum Kind {
    PERSON("on a step that asks a person"),
    AGENT("on an agent's step"),
    DELAY("on a wait"),
    NOTIFICATION("on a message");

    private final String where;

    Kind(String where) {
      this.where = where;
    }
  }

  private Kind kind(Fields step) {
    String tool = step.optionalText("tool_id").orElse("");
    Optional<String> assigned = step.optionalText("assigned_to", Limits.ADDRESS_LENGTH_MAX);
    Optional<String> runtime = step.optionalText("runtime_type");
    if (runtime.isPresent()) {
      return ofRuntime(step, runtime.get());
    }
    if (assigned.flatMap(roles::agent).isPresent()) {
      return Kind.AGENT;
    }
    if (assigned.flatMap(roles::human).isPresent()) {
      return Kind.PERSON;
    }
    if (assigned.filter(this::isAgent).isPresent()) {
      return Kind.AGENT;
    }
    if (asks(step)) {
      return Kind.PERSON;
    }
    if (tool.startsWith(INTERNAL)) {
      return ofInternal(step, tool);
    }
    if (tool.startsWith(NOTIFYING)) {
      passedAtOnce(step, "tool_id", tool);
      return Kind.NOTIFICATION;
    }
    throw step.wrong(
        "a role of 'agents' or 'humans', a registered agent or an agent's full address,"
            + " requires_approval, or an internal tool",
        "assigned_to",
        assigned
            .map(name -> "got '" + name + "'" + roles.near(name))
            .orElse("there is none, and tool_id is '" + tool + "'"));
  }

  private boolean isAgent(String name) {
    return name.contains("/") || registered.test(roles.inside(name));
  }

  /// A tool that nobody knows is refused: taken for a message it would be passed at once.
  private static Kind ofInternal(Fields step, String tool) {
    String word = internal(tool);
    if (DELAYS.contains(word)) {
      return Kind.DELAY;
    }
    if (NOTIFICATIONS.contains(word) || word.equals("notify")) {
      passedAtOnce(step, "tool_id", tool);
      return Kind.NOTIFICATION;
    }
    throw step.wrong(
        INTERNAL + " with delay, timeout, notification, notify, reminder or escalation",
        "tool_id",
        "got '" + tool + "'");
  }

  private static Kind ofRuntime(Fields step, String runtime) {
    if (runtime.equals("human_approval")) {
      return Kind.PERSON;
    }
    if (DELAYS.contains(runtime)) {
      if (!runtime.equals("delay")) {
        step.warn("runtime_type", "a '" + runtime + "' is a wait: the next step follows it");
      }
      return Kind.DELAY;
    }
    if (NOTIFICATIONS.contains(runtime)) {
      passedAtOnce(step, "runtime_type", runtime);
      return Kind.NOTIFICATION;
    }
    throw step.wrong(
        "human_approval, delay, timeout, notification, reminder or escalation",
        "runtime_type",
        "got '" + runtime + "'");
  }

  /// What sounds as if somebody had to do something.
  private static void passedAtOnce(Fields step, String field, String name) {
    if (!name.contains("notif") || name.startsWith("tool.internal.notify")) {
      step.warn(
          field,
          "a '"
              + name
              + "' is a message that nobody answers: the next step follows at once; reminders and"
              + " escalations belong to the step that asks the person");
    }
  }

  /// Whether a step asks for a person, whoever does it.
  private static boolean asks(Fields step) {
    return step.optionalFlag("requires_approval").orElse(false)
        || step.has("human_task")
        || asksByTool(tool(step));
  }

  private static boolean asksByTool(String tool) {
    return tool.startsWith("tool.approval.") || tool.startsWith("tool.human.");
  }

  private static String tool(Fields step) {
    return step.optionalText("tool_id").orElse("");
  }

  /// A step that another than a person does, and the question that belongs to it: AXP's step pauses
  /// for a person before it completes. Where the step leads is where the question leads.
  private List<Plan.Step> gated(Fields step, Links links, Plan.Step done) {
    if (!asks(step)) {
      return List.of(done);
    }
    step.warn(
        step.has("human_task")
            ? "human_task"
            : step.has("requires_approval") ? "requires_approval" : "tool_id",
        "a person is asked once this step is done and before the next one, as '"
            + links.id()
            + ASKED
            + "'; who is to say yes before it is done needs a step of their own before it");
    Links after = new Links(new StepId(links.id() + ASKED), links.onSuccess(), links.onFailure());
    return List.of(done, human(step, after, true));
  }

  /// The intent's own question, where no step asks it: at the end, so that the intent does not
  /// complete without its answer.
  Optional<Plan.Step> unasked(Fields intent, List<Plan.Step> steps) {
    if (intentTask.isEmpty() || intentTaskAsked) {
      return Optional.empty();
    }
    String id = "human_task";
    while (isTaken(steps, id)) {
      id = id + "_";
    }
    Links last = new Links(new StepId(id), Optional.empty(), Optional.empty());
    intentWaits.check(intent, Optional.empty());
    inherited.addAll(Waits.FIELDS);
    return Optional.of(
        new Plan.Step.Human(
            last.id(),
            last.onSuccess(),
            last.onFailure(),
            task(
                intentTask.get(),
                HumanTasks.title(id),
                roles.onlyHuman().orElse(HumanTasks.Asked.ANYBODY)),
            intentWaits.reminders(),
            intentWaits.escalateTo(),
            Optional.empty(),
            Plan.DeadlineAction.TIME_OUT));
  }

  /// What the intent says for its steps, and none of them has from it.
  void takeBack(Fields intent, List<Plan.Step> steps) {
    Waits.FIELDS.stream().filter(name -> !inherited.contains(name)).forEach(intent::unread);
    if (steps.stream().noneMatch(Plan.Step.Agent.class::isInstance)) {
      intent.unread("max_delivery_attempts");
    }
  }

  private static boolean isTaken(List<Plan.Step> steps, String id) {
    return steps.stream().anyMatch(step -> step.id().value().equals(id));
  }

  private Plan.Step agent(Fields step, Links links) {
    String name = step.text("assigned_to");
    AgentAddress address =
        roles
            .agent(name)
            .map(Scenario.AgentEntry::address)
            .orElseGet(() -> roles.address(step, "assigned_to", name));
    boolean topic =
        roles.agent(name).map(Scenario.AgentEntry::create).orElse(false)
            || registered.test(address);
    Optional<Fields> retry = step.optionalObject("retry");
    retry.ifPresent(r -> r.know(RequestSchema.SCENARIO.part("retry")));
    int retries =
        retry.flatMap(r -> r.optionalCount("max_retries", 0, Limits.RETRIES_MAX)).orElse(0);
    Optional<Duration> delay = retry.flatMap(r -> r.optionalSeconds("retry_delay_seconds"));
    if (retries == 0 && delay.isPresent()) {
      retry.get().warn("retry_delay_seconds", "nothing is tried again: there is no max_retries");
    }
    return new Plan.Step.Agent(
        links.id(),
        asks(step) ? Optional.empty() : links.onSuccess(),
        links.onFailure(),
        address,
        topic,
        step.optionalJsonObject("input").orElse(Json.EMPTY),
        step.optionalSeconds("step_deadline_seconds"),
        deliveriesMax,
        retries,
        delay.orElse(RETRY_DELAY));
  }

  /// @param gate whether another than a person does the step: then `assigned_to` is not who is
  ///   asked
  private Plan.Step human(Fields step, Links links, boolean gate) {
    HumanTasks.Asked asked =
        step.optionalText("assigned_to", Limits.ADDRESS_LENGTH_MAX)
            .filter(_ -> !gate)
            .map(name -> asked(step, name))
            .or(roles::onlyHuman)
            .orElse(HumanTasks.Asked.ANYBODY);
    step.leave("requires_approval");
    String title = HumanTasks.title(links.id().value());
    Optional<Duration> deadline = step.optionalSeconds("step_deadline_seconds");
    Waits own = Waits.read(step, who -> roles.person(step, "escalate_to", who));
    inherited.addAll(own.missing());
    Waits waits = own.or(intentWaits);
    waits.check(step, deadline);
    return new Plan.Step.Human(
        links.id(),
        links.onSuccess(),
        links.onFailure(),
        question(step, title, asked),
        waits.reminders(),
        waits.escalateTo(),
        deadline,
        onDeadline(step, waits));
  }

  private HumanTasks.Asked asked(Fields step, String name) {
    return roles
        .human(name)
        .orElseGet(
            () ->
                new HumanTasks.Asked(
                    List.of(roles.person(step, "assigned_to", name)), Optional.empty()));
  }

  private HumanTask question(Fields step, String title, HumanTasks.Asked asked) {
    Optional<Fields> own = step.optionalObject("human_task");
    intentTaskAsked |= own.isEmpty();
    return own.or(() -> intentTask)
        .map(task -> task(task, title, asked))
        .orElseGet(() -> HumanTasks.plain(title, asked));
  }

  private HumanTask task(Fields task, String title, HumanTasks.Asked asked) {
    return HumanTasks.read(task, title, asked, who -> roles.person(task, "assignees", who));
  }

  /// Without reminders there is no last one after which to escalate, so the deadline does (contract
  /// section 5.3).
  private static Plan.DeadlineAction onDeadline(Fields step, Waits waits) {
    Optional<String> named = step.optionalText("on_deadline");
    if (named.isPresent() && !step.has("step_deadline_seconds")) {
      step.warn("on_deadline", "the deadline never comes: there is no step_deadline_seconds");
    }
    if (named.filter("escalate"::equals).isPresent() && waits.escalateTo().isEmpty()) {
      throw step.wrong("somebody to escalate to", "escalate_to", "there is nobody");
    }
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
    step.unread("assigned_to");
    Fields config = config(step);
    Duration duration =
        config
            .optionalSeconds("seconds")
            .or(() -> config.optionalSeconds("delay_seconds"))
            .or(() -> step.optionalSeconds("step_deadline_seconds"))
            .orElseThrow(() -> config.wrong("a number of seconds", "seconds", "there is none"));
    return new Plan.Step.Delay(
        links.id(),
        asks(step) ? Optional.empty() : links.onSuccess(),
        links.onFailure(),
        duration,
        config.optionalText("reason", Limits.DESCRIPTION_LENGTH_MAX).orElse(""));
  }

  private static Plan.Step notification(Fields step, Links links) {
    Fields config = config(step);
    if (config.has("to")) {
      step.unread("assigned_to");
    }
    return new Plan.Step.Notification(
        links.id(),
        asks(step) ? Optional.empty() : links.onSuccess(),
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
    Optional<Fields> config =
        step.optionalObject("runtime_config")
            .or(() -> step.optionalObject("config"))
            .or(() -> step.optionalObject("input"));
    config.ifPresent(c -> c.know(RequestSchema.SCENARIO.part("runtime_config")));
    return config.orElse(step);
  }
}
