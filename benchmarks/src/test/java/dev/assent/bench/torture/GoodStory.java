package dev.assent.bench.torture;

import dev.assent.bench.torture.Finding.Kind;
import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.wire.notification.NotificationOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One good story, of which a test may change what it likes before it is checked.
abstract class GoodStory {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant LATER = T0.plusSeconds(3600);
  static final IntentId INTENT = IntentId.root(0x1234_5678_9abc_def0L, 42);
  static final Workspace WORKSPACE = new Workspace("local", "default");
  static final StepId VALIDATE = new StepId("validate");
  static final StepId APPROVE = new StepId("approve");
  static final AgentAddress AGENT =
      AgentAddress.parse("agent://local/default/validator", WORKSPACE);
  static final Hash CONTENT = Hash.of("content");
  static final UUID REQUEST = new UUID(2, 1);
  static final Verdict LATE = Verdict.refused("step_over");
  static final String SUBMISSIONS = "assent.submissions";
  static final Poison GARBAGE =
      new Poison(Poison.Kind.GARBAGE, "zstd", 3, /* reports= */ false, /* pauseMillis= */ 0);
  static final Principal SOMEBODY =
      new Principal(
          Principal.Kind.PERSON,
          "approver",
          WORKSPACE,
          Set.of(),
          Set.of(),
          "api_key:ak_1",
          Optional.empty());

  final Journal journal = new Journal();
  final Misdeeds misdeeds = new Misdeeds();
  final List<Asked> asked = new ArrayList<>();
  final List<Happened> events = new ArrayList<>();
  final List<AuditRecord> audit = new ArrayList<>();
  final List<Facts.Answer> answers = new ArrayList<>();
  final List<Delivery> deliveries = new ArrayList<>();
  final List<NotificationOutcome> told = new ArrayList<>();
  final List<Facts.Letter> deadLetters = new ArrayList<>();

  GoodStory() {
    journal.submitted("key", INTENT, Way.HTTP);
    journal.submitted("key", INTENT, Way.KAFKA);
    journal.reported("r1", INTENT, Way.KAFKA, Verdict.ACCEPTED);
    journal.reported("r2", INTENT, Way.HTTP, LATE);
    journal.reported("", INTENT, Way.HTTP, Verdict.ACCEPTED);
    journal.decided("d1", INTENT, Verdict.ACCEPTED);
    journal.decided("d2", INTENT, LATE);
    journal.sending(REQUEST);
    journal.acknowledged(REQUEST);
    journal.sending(REQUEST); // whose acknowledgement got lost
    happened(1, Door.GATEWAY, T0, created(), new Event.IntentSubmitted(), delivered(1));
    happened(4, Door.TIMER, T0.plusSeconds(30), delivered(2));
    happened(5, Door.GATEWAY, T0.plusSeconds(31), completed("r1"), opened(T0.plusSeconds(60)));
    happened(7, Door.TIMER, T0.plusSeconds(61), reminded());
    happened(8, Door.APPROVALS, T0.plusSeconds(90), decided("d1"), ended());
    told.add(outcome(6, NotificationOutcome.Status.SENT));
    told.add(outcome(7, NotificationOutcome.Status.SENT));
    told.add(outcome(8, NotificationOutcome.Status.SENT));
    told.add(outcome(8, NotificationOutcome.Status.SENT)); // again, after a crash
    audit.add(audited(8));
    answers.add(answer(REQUEST, 1, true));
    asked.add(asked(command(1), Optional.of(0), Optional.empty()));
    asked.add(asked(command(1), Optional.empty(), Optional.of(REQUEST)));
    asked.add(asked(command(77), Optional.empty(), Optional.empty())); // nobody waits for it
    deliveries.add(delivery(1, Json.EMPTY));
    deliveries.add(delivery(2, Json.EMPTY));
  }

  static Facts.Letter letter(String topic, long time, String cause) {
    return new Facts.Letter(topic, 0, 7, time, cause);
  }

  List<Finding> check() {
    return Checker.check(journal, misdeeds, facts());
  }

  Facts facts() {
    return new Facts(asked, events, audit, answers, deliveries, told, deadLetters, LATER);
  }

  List<Kind> kinds() {
    return check().stream().map(Finding::kind).toList();
  }

  void happened(int seq, Door door, Instant at, Event... what) {
    events.add(record(seq, door, at, what));
    if (door != Door.TIMER) {
      answers.add(answer(command(seq).value(), seq, false));
    }
  }

  /// The record at this place says something else, under the same command.
  void replace(int place, int seq, Event... what) {
    events.set(place, record(seq, events.get(place).door(), events.get(place).at(), what));
  }

  static Happened record(int seq, Door door, Instant at, Event... what) {
    return new Happened(
        INTENT, WORKSPACE, seq, at, SOMEBODY, door, command(seq), Optional.empty(), List.of(what));
  }

  static CommandId command(int number) {
    return new CommandId(new UUID(1, number));
  }

  static Facts.Answer answer(UUID key, int command, boolean again) {
    return new Facts.Answer(
        key.toString(),
        new Result.Accepted(
            command(command),
            INTENT,
            1,
            Status.WAITING,
            T0,
            1,
            again,
            Optional.empty(),
            Advice.NONE));
  }

  static Asked asked(CommandId id, Optional<Integer> answerTo, Optional<UUID> requestId) {
    Asked asked =
        new Asked(
            id,
            INTENT,
            T0,
            SOMEBODY,
            Door.GATEWAY,
            answerTo,
            Optional.empty(),
            new Command.HandOff("enough", Optional.empty()));
    return requestId.map(asked::answeredUnder).orElse(asked);
  }

  static NotificationOutcome outcome(int seq, NotificationOutcome.Status status) {
    return new NotificationOutcome(
        INTENT + "/" + seq, Optional.of(INTENT), seq, "console", "sre_oncall", status, 1, "", T0);
  }

  static Delivery delivery(int attempt, Json payload) {
    return new Delivery(
        INTENT.step(1),
        INTENT,
        WORKSPACE,
        VALIDATE,
        AGENT,
        "intent.test.v1",
        "c",
        "initiator",
        payload,
        attempt,
        T0.plusSeconds(30L * (attempt - 1)),
        Optional.of(T0.plusSeconds(600)),
        "token",
        false);
  }

  static Event created() {
    Plan.Step step =
        new Plan.Step.Notification(
            VALIDATE, Optional.empty(), Optional.empty(), List.of("console"), "sre", "s", "b");
    return new Event.IntentCreated(
        WORKSPACE,
        "intent.test.v1",
        "c",
        "initiator",
        "agent",
        Json.EMPTY,
        Optional.empty(),
        Optional.empty(),
        new Plan(Optional.empty(), VALIDATE, List.of(step), false));
  }

  static Event delivered(int attempt) {
    return new Event.StepDelivered(
        VALIDATE,
        1,
        AGENT,
        true,
        Json.EMPTY,
        attempt,
        Optional.of(T0.plusSeconds(30L * attempt)),
        Optional.of(T0.plusSeconds(600)));
  }

  static Event completed(String mark) {
    return new Event.StepCompleted(VALIDATE, 1, new Json("{\"mark\":\"" + mark + "\"}"));
  }

  static Event opened(Instant remindAt) {
    HumanTask task =
        new HumanTask(
            TaskType.APPROVAL,
            "t",
            "",
            List.of(),
            false,
            false,
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new Event.TaskOpened(
        APPROVE, 2, task, 1, CONTENT, Optional.of(remindAt), Optional.empty(), Optional.empty());
  }

  static Event reminded() {
    return new Event.TaskReminded(APPROVE, 2, 1, Optional.empty(), Optional.empty());
  }

  static Event decided(String comment) {
    return new Event.TaskDecided(
        APPROVE,
        2,
        1,
        CONTENT,
        "approved",
        "approved",
        TaskType.Verdict.POSITIVE,
        comment,
        Json.EMPTY,
        Optional.empty());
  }

  static Event ended() {
    return new Event.IntentCompleted(Json.EMPTY, Optional.empty());
  }

  static AuditRecord audited(int seq) {
    return new AuditRecord(
        command(seq),
        T0,
        INTENT,
        WORKSPACE,
        AuditRecord.What.DECIDED,
        Optional.of(APPROVE),
        Optional.of(1),
        Optional.of(CONTENT),
        Optional.of(Shown.NOTHING),
        Optional.of(seq),
        SOMEBODY,
        Door.APPROVALS,
        "approved",
        "d1",
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
