package dev.assent.approval.view;

import dev.assent.contract.Command;
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

/// An intent's history for tests, one batch a second: an agent validates a change, then people
/// approve it.
public final class History {
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  public static final Workspace WORKSPACE = new Workspace("acme", "prod");
  public static final StepId VALIDATE = new StepId("validate");
  public static final StepId APPROVAL = new StepId("sre_approval");
  public static final Json PAYLOAD = new Json("{\"target\":\"prod-postgres-main\"}");
  public static final Json RESULT = new Json("{\"action\":\"complete\",\"risk\":\"low\"}");

  private final IntentId intent;
  private final Workspace workspace;
  private final List<Happened> batches = new ArrayList<>();

  private History(IntentId intent, Workspace workspace) {
    this.intent = intent;
    this.workspace = workspace;
  }

  public static IntentId intent(int number) {
    return IntentId.root(number * 7_919L, (long) number << 16);
  }

  public static HumanTask question(Assignee... assignees) {
    return new HumanTask(
        TaskType.APPROVAL,
        "Approve the change",
        "Validation passed.",
        List.of(),
        false,
        false,
        List.of(assignees),
        Optional.empty(),
        Optional.empty());
  }

  public static Principal person(String id, String... roles) {
    return new Principal(
        Principal.Kind.PERSON,
        id,
        WORKSPACE,
        Set.of(Scope.APPROVER),
        Set.of(roles),
        "api_key:ak_" + id,
        Optional.empty());
  }

  public static Principal agent() {
    return new Principal(
        Principal.Kind.AGENT,
        "agent://acme/prod/validator",
        WORKSPACE,
        Set.of(Scope.AGENT),
        Set.of(),
        "api_key:ak_agent",
        Optional.empty());
  }

  public static History created(IntentId intent) {
    return created(
        intent,
        WORKSPACE,
        plan(Optional.of(new Reminders(seconds(300), seconds(300), 3, Optional.empty()))));
  }

  public static History created(IntentId intent, Workspace workspace, Plan plan) {
    return new History(intent, workspace)
        .then(
            new Event.IntentCreated(
                workspace,
                "intent.infra.change_approval.v1",
                "corr-1",
                "deploy-pipeline",
                "agent://acme/prod/validator",
                PAYLOAD,
                Optional.empty(),
                Optional.empty(),
                plan),
            new Event.IntentSubmitted(),
            delivered(1));
  }

  public static Plan plan(Optional<Reminders> reminders) {
    return new Plan(
        Optional.of(new Plan.PolicyRef("change.v1", 2)),
        VALIDATE,
        List.of(
            agentStep(),
            new Plan.Step.Human(
                APPROVAL,
                Optional.empty(),
                Optional.empty(),
                question(new Assignee.Role("sre_oncall")),
                reminders,
                Optional.empty(),
                Optional.of(seconds(3600)),
                Plan.DeadlineAction.TIME_OUT)),
        false);
  }

  public static Plan plainPlan() {
    return new Plan(Optional.empty(), VALIDATE, List.of(agentStep()), true);
  }

  private static Plan.Step agentStep() {
    return new Plan.Step.Agent(
        VALIDATE,
        Optional.empty(),
        Optional.empty(),
        AgentAddress.parse("validator", WORKSPACE),
        false,
        Json.EMPTY,
        Optional.empty(),
        3,
        0,
        seconds(1));
  }

  public static Event delivered(int ordinal) {
    return new Event.StepDelivered(
        VALIDATE,
        ordinal,
        AgentAddress.parse("validator", WORKSPACE),
        false,
        Json.EMPTY,
        1,
        Optional.empty(),
        Optional.empty());
  }

  /// The agent's step is complete and the task is open, due in an hour.
  public History opened(Assignee... assignees) {
    return opened(question(assignees), Optional.of(now().plus(seconds(3600))));
  }

  public History opened(HumanTask question, Optional<Instant> due) {
    return by(
        agent(),
        Door.GATEWAY,
        new Event.StepCompleted(VALIDATE, 1, RESULT),
        new Event.TaskOpened(
            APPROVAL,
            2,
            question,
            1,
            hash("1"),
            Optional.of(now().plus(seconds(300))),
            Optional.empty(),
            due));
  }

  public History reminded(int count) {
    return then(
        new Event.TaskReminded(
            APPROVAL, 2, count, Optional.of(now().plus(seconds(300))), Optional.empty()));
  }

  public History escalated(Assignee to) {
    return then(
        new Event.TaskEscalated(
            APPROVAL,
            2,
            List.of(to),
            2,
            hash("2"),
            "no answer after 3 reminders",
            Optional.of(now().plus(seconds(3600)))));
  }

  /// The intent must have ended by then.
  public History endingBy(Instant deadline) {
    return then(
        new Event.ControlsChanged(
            Command.Control.Part.CONTROLS,
            2,
            Json.EMPTY,
            "",
            Optional.of(deadline),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  public History decided(Principal person, String outcome, TaskType.Verdict verdict) {
    return by(person, Door.APPROVALS, decision(outcome, verdict));
  }

  public static Event.TaskDecided decision(String outcome, TaskType.Verdict verdict) {
    return new Event.TaskDecided(
        APPROVAL,
        2,
        1,
        hash("1"),
        outcome,
        outcome,
        verdict,
        "looks fine",
        Json.EMPTY,
        Optional.empty());
  }

  public History then(Event... events) {
    return by(Principal.system(workspace), Door.TIMER, events);
  }

  public History by(Principal actor, Door door, Event... events) {
    batches.add(
        new Happened(
            intent,
            workspace,
            batches.isEmpty() ? 1 : batches.getLast().lastSeq() + 1,
            now(),
            actor,
            door,
            new CommandId(new UUID(1, batches.size())),
            Optional.empty(),
            List.of(events)));
    return this;
  }

  /// When the next batch happens.
  public Instant now() {
    return START.plusSeconds(batches.size());
  }

  public List<Happened> batches() {
    return List.copyOf(batches);
  }

  public Happened last() {
    return batches.getLast();
  }

  public TaskView view() {
    return TaskView.of(batches).orElseThrow();
  }

  public static Hash hash(String text) {
    return Hash.of(text);
  }

  public static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
