package dev.assent.notifier.plan;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// An intent's facts for tests, one batch a minute: an agent validates, then people approve.
public final class Facts {
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  public static final Workspace WORKSPACE = new Workspace("acme", "prod");
  public static final IntentId INTENT =
      new IntentId(UUID.fromString("12345678-1234-8234-8234-123456780000"));
  public static final StepId AGENT = new StepId("validate");
  public static final StepId HUMAN = new StepId("approval");
  public static final Assignee ONCALL = new Assignee.Role("sre_oncall");
  public static final Assignee LEAD = new Assignee.Person("lead");

  private final IntentId intent;
  private final Instant start;
  private final List<Happened> batches = new ArrayList<>();

  private Facts(IntentId intent, Instant start) {
    this.intent = intent;
    this.start = start;
  }

  public static Facts created(Assignee... assignees) {
    return created(INTENT, START, question(assignees));
  }

  public static Facts created(IntentId intent, Instant start, HumanTask question) {
    return new Facts(intent, start).then(creation(plan(question)), new Event.IntentSubmitted());
  }

  public static Facts plain() {
    return new Facts(INTENT, START)
        .then(
            creation(new Plan(Optional.empty(), AGENT, List.of(agentStep()), true)),
            new Event.IntentSubmitted());
  }

  private static Event creation(Plan plan) {
    return new Event.IntentCreated(
        WORKSPACE,
        "intent.infra.change_approval.v1",
        "corr-1",
        "deploy-pipeline",
        "agent://acme/prod/validator",
        Json.EMPTY,
        Optional.empty(),
        Optional.empty(),
        plan);
  }

  private static Plan plan(HumanTask question) {
    return new Plan(
        Optional.empty(),
        AGENT,
        List.of(
            agentStep(),
            new Plan.Step.Human(
                HUMAN,
                Optional.empty(),
                Optional.empty(),
                question,
                Optional.of(
                    new Reminders(
                        Duration.ofMinutes(5), Duration.ofMinutes(5), 3, Optional.of(LEAD))),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                Plan.DeadlineAction.TIME_OUT)),
        false);
  }

  private static Plan.Step agentStep() {
    return new Plan.Step.Agent(
        AGENT,
        Optional.empty(),
        Optional.empty(),
        AgentAddress.parse("validator", WORKSPACE),
        false,
        Json.EMPTY,
        Optional.empty(),
        3,
        0,
        Duration.ofSeconds(1));
  }

  public static HumanTask question(Assignee... assignees) {
    return question(TaskType.APPROVAL, false, false, assignees);
  }

  public static HumanTask question(
      TaskType type, boolean comment, boolean evidence, Assignee... assignees) {
    return new HumanTask(
        type,
        "SRE Approval - infrastructure change",
        "Validation passed.",
        List.of(),
        comment,
        evidence,
        List.of(assignees),
        Optional.empty(),
        Optional.empty());
  }

  public Facts opened(Assignee... assignees) {
    return opened(question(assignees));
  }

  public Facts opened(HumanTask question) {
    return then(
        new Event.StepCompleted(AGENT, 1, Json.EMPTY),
        new Event.TaskOpened(
            HUMAN,
            2,
            question,
            1,
            Hash.of("1"),
            Optional.of(now().plusSeconds(300)),
            Optional.empty(),
            Optional.of(now().plusSeconds(3_600))));
  }

  public Facts reminded(int count) {
    return then(new Event.TaskReminded(HUMAN, 2, count, Optional.empty(), Optional.empty()));
  }

  public Facts escalated(Assignee to) {
    return then(
        new Event.TaskEscalated(
            HUMAN,
            2,
            List.of(to),
            2,
            Hash.of("2"),
            "unanswered after the last reminder",
            Optional.of(now().plusSeconds(3_600))));
  }

  public Facts decided(String person, String outcome, Event... more) {
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.TaskDecided(
            HUMAN,
            2,
            1,
            Hash.of("1"),
            outcome,
            outcome,
            TaskType.Verdict.POSITIVE,
            "top secret comment",
            Json.EMPTY,
            Optional.empty()));
    events.addAll(List.of(more));
    return by(
        new Principal(
            Principal.Kind.PERSON,
            person,
            WORKSPACE,
            Set.of(Scope.APPROVER),
            Set.of("*"),
            "api_key:ak",
            Optional.empty()),
        events.toArray(Event[]::new));
  }

  public Facts then(Event... events) {
    return by(Principal.system(WORKSPACE), events);
  }

  private Facts by(Principal actor, Event... events) {
    batches.add(
        new Happened(
            intent,
            WORKSPACE,
            batches.isEmpty() ? 1 : batches.getLast().lastSeq() + 1,
            now(),
            actor,
            Door.GATEWAY,
            new CommandId(new UUID(1, batches.size())),
            Optional.empty(),
            List.of(events)));
    return this;
  }

  /// When the next batch happens.
  public Instant now() {
    return start.plusSeconds(60L * batches.size());
  }

  public List<Happened> batches() {
    return List.copyOf(batches);
  }
}
