package dev.assent.gateway.view;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Batches of facts for tests of the views.
final class Batches {
  static final Workspace WORKSPACE = new Workspace("local", "default");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final AgentAddress AGENT = new AgentAddress("local", "default", "validator");
  static final StepId VALIDATE = new StepId("validate");
  static final StepId APPROVE = new StepId("approve");
  static final HumanTask TASK =
      new HumanTask(
          TaskType.APPROVAL,
          "Approve it",
          "",
          List.of(),
          false,
          false,
          List.of(),
          Optional.empty(),
          Optional.empty());

  private Batches() {}

  static IntentId id(int number) {
    return IntentId.root(0x1234_5678_0000_0000L + ((long) number << 20), 0x7777_0000L);
  }

  static Happened batch(IntentId id, int firstSeq, Event... events) {
    return new Happened(
        id,
        WORKSPACE,
        firstSeq,
        START.plusSeconds(firstSeq),
        new Principal(
            Principal.Kind.PERSON,
            "somebody",
            WORKSPACE,
            Set.of(),
            Set.of(),
            "api_key:ak_1",
            Optional.empty()),
        Door.GATEWAY,
        new CommandId(new UUID(0, firstSeq)),
        Optional.empty(),
        List.of(events));
  }

  static Event.IntentCreated created(Plan plan) {
    return new Event.IntentCreated(
        WORKSPACE,
        "intent.change.v1",
        "11111111-1111-1111-1111-111111111111",
        "initiator",
        AGENT.toString(),
        new Json("{\"a\":1}"),
        Optional.empty(),
        Optional.empty(),
        plan);
  }

  static Plan plain() {
    return new Plan(Optional.empty(), VALIDATE, List.of(agentStep()), true);
  }

  static Plan workflow() {
    return new Plan(Optional.empty(), VALIDATE, List.of(agentStep(), humanStep()), false);
  }

  private static Plan.Step.Agent agentStep() {
    return new Plan.Step.Agent(
        VALIDATE,
        Optional.empty(),
        Optional.empty(),
        AGENT,
        false,
        Json.EMPTY,
        Optional.empty(),
        3,
        0,
        Duration.ofSeconds(30));
  }

  private static Plan.Step.Human humanStep() {
    return new Plan.Step.Human(
        APPROVE,
        Optional.empty(),
        Optional.empty(),
        TASK,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Plan.DeadlineAction.TIME_OUT);
  }

  static Event.StepDelivered delivered(int ordinal, int attempt) {
    return new Event.StepDelivered(
        VALIDATE,
        ordinal,
        AGENT,
        false,
        new Json("{\"parent_payload\":{\"a\":1}}"),
        attempt,
        Optional.empty(),
        Optional.empty());
  }

  static Event.StepCompleted completed(int ordinal) {
    return new Event.StepCompleted(VALIDATE, ordinal, new Json("{\"ok\":true}"));
  }

  static Event.TaskOpened opened(int ordinal) {
    return new Event.TaskOpened(
        APPROVE,
        ordinal,
        TASK,
        1,
        Hash.of("content"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(START.plusSeconds(3600)));
  }

  static Event.TaskDecided approved(int ordinal) {
    return new Event.TaskDecided(
        APPROVE,
        ordinal,
        1,
        Hash.of("content"),
        "approved",
        "approve",
        TaskType.Verdict.POSITIVE,
        "fine",
        Json.EMPTY,
        Optional.empty());
  }

  static Happened submittedPlain(IntentId id) {
    return batch(id, 1, created(plain()), new Event.IntentSubmitted(), delivered(1, 1));
  }

  static Happened submittedWorkflow(IntentId id) {
    return batch(id, 1, created(workflow()), new Event.IntentSubmitted(), delivered(1, 1));
  }

  static Happened validated(IntentId id) {
    return batch(id, 4, completed(1), opened(2));
  }

  static Happened decided(IntentId id) {
    return batch(
        id,
        6,
        approved(2),
        new Event.IntentCompleted(new Json("{\"done\":true}"), Optional.empty()));
  }
}
