package dev.assent.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.bench.torture.Finding.Kind;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Asked;
import dev.assent.contract.AuditRecord;
import dev.assent.contract.Command;
import dev.assent.contract.CommandId;
import dev.assent.contract.Delivery;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Hash;
import dev.assent.contract.HumanTask;
import dev.assent.contract.IntentId;
import dev.assent.contract.Json;
import dev.assent.contract.Plan;
import dev.assent.contract.Principal;
import dev.assent.contract.Result;
import dev.assent.contract.Shown;
import dev.assent.contract.Status;
import dev.assent.contract.StepId;
import dev.assent.contract.TaskType;
import dev.assent.contract.Workspace;
import dev.assent.wire.NotificationOutcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// One good story; each test plants one fault in it, which must be found and named.
class CheckerTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = T0.plusSeconds(3600);
  private static final IntentId INTENT = IntentId.root(0x1234_5678_9abc_def0L, 42);
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final StepId VALIDATE = new StepId("validate");
  private static final StepId APPROVE = new StepId("approve");
  private static final AgentAddress AGENT =
      AgentAddress.parse("agent://local/default/validator", WORKSPACE);
  private static final Hash CONTENT = Hash.of("content");
  private static final UUID REQUEST = new UUID(2, 1);
  private static final Verdict LATE = Verdict.refused("step_over");
  private static final String SUBMISSIONS = "assent.submissions";
  private static final Poison GARBAGE =
      new Poison(Poison.Kind.GARBAGE, "zstd", 3, /* reports= */ false, /* pauseMillis= */ 0);
  private static final Principal SOMEBODY =
      new Principal(
          Principal.Kind.PERSON,
          "approver",
          WORKSPACE,
          Set.of(),
          Set.of(),
          "api_key:ak_1",
          Optional.empty());

  private final Journal journal = new Journal();
  private final Misdeeds misdeeds = new Misdeeds();
  private final List<Asked> asked = new ArrayList<>();
  private final List<Happened> events = new ArrayList<>();
  private final List<AuditRecord> audit = new ArrayList<>();
  private final List<Facts.Answer> answers = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<NotificationOutcome> told = new ArrayList<>();
  private final List<Facts.Letter> deadLetters = new ArrayList<>();

  CheckerTest() {
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

  @Test
  void aGoodStoryHasNoFindings() {
    assertThat(check()).isEmpty();
  }

  @Test
  void aLostSubmission() {
    journal.submitted("other", IntentId.root(7, 7), Way.KAFKA);
    assertThat(kinds()).containsExactly(Kind.LOST_SUBMIT);
  }

  @Test
  void anIntentCreatedTwice() {
    happened(10, Door.GATEWAY, LATER, created());
    assertThat(kinds()).contains(Kind.SUBMITTED_TWICE, Kind.AFTER_THE_END);
  }

  @Test
  void oneKeyThatBeganTwoIntents() {
    journal.submitted("key", IntentId.root(7, 7), Way.KAFKA);
    assertThat(kinds()).contains(Kind.KEY_TWICE);
  }

  @Test
  void aLostReport() {
    journal.reported("r3", INTENT, Way.KAFKA, Verdict.ACCEPTED);
    assertThat(kinds()).containsExactly(Kind.LOST_REPORT);
  }

  @Test
  void aReportThatIsThereTwice() {
    replace(2, 5, completed("r1"), completed("r1"));
    assertThat(kinds()).contains(Kind.REPORTED_TWICE);
  }

  @Test
  void aLostDecision() {
    journal.decided("d3", INTENT, Verdict.ACCEPTED);
    assertThat(kinds()).containsExactly(Kind.LOST_DECISION);
  }

  @Test
  void aRefusedDecisionThatWasDone() {
    journal.decided("d1", INTENT, LATE);
    assertThat(kinds()).containsExactly(Kind.REFUSED_BUT_DONE);
  }

  @Test
  void twoWinnersOfOneTaskVersion() {
    replace(4, 8, decided("d1"), decided("d4"));
    assertThat(kinds()).contains(Kind.TWO_WINNERS);
  }

  @Test
  void aDecisionThatIsThereTwice() {
    replace(4, 8, decided("d1"), decided("d1"));
    assertThat(kinds()).contains(Kind.DECIDED_TWICE);
  }

  @Test
  void aDecisionAfterWhichNothingFollows() {
    replace(4, 8, decided("d1"));
    assertThat(kinds()).contains(Kind.NOT_RESUMED, Kind.STUCK);
  }

  @Test
  void aDecisionWithoutAudit() {
    audit.clear();
    assertThat(kinds()).containsExactly(Kind.DECISION_WITHOUT_AUDIT);
  }

  @Test
  void anAuditRecordWithoutItsDecision() {
    audit.add(audited(9));
    assertThat(kinds()).containsExactly(Kind.AUDIT_WITHOUT_DECISION);
  }

  @Test
  void aDecisionAuditedTwice() {
    audit.add(audited(8));
    assertThat(kinds()).containsExactly(Kind.AUDITED_TWICE);
  }

  @Test
  void aGapInTheNumbers() {
    events.remove(3);
    assertThat(kinds()).contains(Kind.SEQ_GAP);
  }

  @Test
  void aRecordThatIsThereTwice() {
    events.add(3, events.get(2));
    assertThat(kinds()).contains(Kind.SEQ_TWICE, Kind.COMMAND_TWICE);
  }

  @Test
  void aFactWithoutAnAnswer() {
    answers.removeFirst();
    assertThat(kinds()).containsExactly(Kind.FACT_WITHOUT_ANSWER, Kind.COMMAND_UNANSWERED);
  }

  @Test
  void anAnswerWithoutAFact() {
    answers.add(answer(UUID.randomUUID(), 99, false));
    assertThat(kinds()).containsExactly(Kind.ANSWER_WITHOUT_FACT);
  }

  @Test
  void aCommandAnsweredTwiceAsDone() {
    answers.add(answers.getFirst());
    assertThat(kinds()).containsExactly(Kind.ANSWERED_TWICE);
  }

  @Test
  void aReminderThatDidNotCome() {
    events.subList(3, 5).clear();
    journal.decided("d1", INTENT, Verdict.ACCEPTED);
    assertThat(kinds()).contains(Kind.TIMER_LOST);
  }

  @Test
  void aReminderBeforeItsTime() {
    replace(2, 5, completed("r1"), opened(LATER));
    assertThat(kinds()).containsExactly(Kind.TIMER_EARLY);
  }

  @Test
  void aReminderThatCameTwice() {
    replace(3, 7, reminded(), reminded());
    assertThat(kinds()).contains(Kind.TIMER_TWICE);
  }

  @Test
  void aRefusedSubmission() {
    journal.refusedSubmission("other", "idempotency_conflict");
    assertThat(kinds()).containsExactly(Kind.REFUSED_UNJUSTLY);
  }

  @Test
  void aReportThatIsRefusedForAReasonNobodyGave() {
    journal.reported("", INTENT, Way.KAFKA, Verdict.refused("unauthenticated"));
    assertThat(kinds()).containsExactly(Kind.REFUSED_UNJUSTLY);
  }

  @Test
  void aRecordOnAPublicTopicThatIsNotAnswered() {
    journal.sending(new UUID(2, 2));
    assertThat(kinds()).as("nobody knows whether it is there").isEmpty();
    journal.acknowledged(new UUID(2, 2));
    assertThat(kinds()).containsExactly(Kind.UNANSWERED);
  }

  @Test
  void aRecordOnAPublicTopicThatIsAnsweredTwice() {
    answers.add(answers.getLast());
    assertThat(kinds()).as("it was sent twice").isEmpty();
    answers.add(answers.getLast());
    assertThat(kinds()).containsExactly(Kind.OVERANSWERED);
  }

  @Test
  void aStepThatIsNotOnItsAgentsTopic() {
    deliveries.removeLast();
    assertThat(kinds()).containsExactly(Kind.NOT_DELIVERED);
  }

  @Test
  void anAttemptThatIsDeliveredTwice() {
    deliveries.add(deliveries.getLast());
    assertThat(kinds()).containsExactly(Kind.DELIVERED_TWICE);
  }

  @Test
  void aDeliveryWithoutAStep() {
    deliveries.add(delivery(3, Json.EMPTY));
    assertThat(kinds()).containsExactly(Kind.DELIVERY_WITHOUT_STEP);
  }

  @Test
  void aDeliveryOfSomethingElse() {
    deliveries.set(1, delivery(2, new Json("{\"other\":1}")));
    assertThat(kinds()).containsExactly(Kind.DELIVERY_CHANGED);
  }

  @Test
  void deliveriesInTheWrongOrder() {
    Collections.reverse(deliveries);
    assertThat(kinds()).containsExactly(Kind.DELIVERED_OUT_OF_ORDER);
  }

  @Test
  void aCommandOfADoorThatIsNotAnswered() {
    asked.add(asked(command(90), Optional.of(0), Optional.empty()));
    assertThat(kinds()).containsExactly(Kind.COMMAND_UNANSWERED);
    assertThat(Checker.settled(misdeeds, facts())).isFalse();
  }

  @Test
  void aCommandOfAProducerThatIsAnsweredAtTheDoorOnly() {
    asked.add(asked(command(1), Optional.of(0), Optional.of(new UUID(2, 3))));
    assertThat(kinds()).containsExactly(Kind.COMMAND_UNANSWERED);
  }

  @Test
  void aDeadLetter() {
    deadLetters.add(letter("assent.commands", T0.toEpochMilli(), "cannot be read"));
    assertThat(check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.DEAD_LETTER))
        .satisfies(finding -> assertThat(finding.what()).contains("assent.commands-0@7"));
  }

  @Test
  void whatNeighboursDidAndHowItEnded() {
    neighboursWork();
    assertThat(check()).isEmpty();
    assertThat(Checker.settled(misdeeds, facts())).isTrue();
    assertThat(Harm.of(misdeeds, facts())).isEqualTo(new Harm(1, GARBAGE.letters(), 1, 1, 1, 2));
  }

  @Test
  void aDeadLetterAmongTheNeighboursThatIsNotTheirs() {
    neighboursWork();
    deadLetters.add(letter(SUBMISSIONS, GARBAGE.time() + 1, "of somebody else"));
    assertThat(check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.DEAD_LETTER))
        .satisfies(finding -> assertThat(finding.what()).contains("of somebody else"));
  }

  @Test
  void aDeadLetterOfTheNeighboursTimeOnAnotherTopic() {
    neighboursWork();
    deadLetters.set(0, letter("assent.commands", GARBAGE.time(), "cannot be read"));
    assertThat(kinds()).containsExactly(Kind.DEAD_LETTER);
  }

  @Test
  void aNeighboursRecordThatVanished() {
    neighboursWork();
    deadLetters.clear();
    assertThat(kinds()).containsExactly(Kind.POISON_UNTOLD);
    assertThat(Checker.settled(misdeeds, facts())).isFalse();
  }

  @Test
  void aNeighboursRecordOfWhichNobodyKnowsWhetherItIsThere() {
    misdeeds.throwing(SUBMISSIONS, GARBAGE);
    assertThat(kinds()).isEmpty();
    deadLetters.add(letter(SUBMISSIONS, GARBAGE.time(), "cannot be read"));
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aNeighboursRecordThatIsToldWithoutItsCause() {
    neighboursWork();
    deadLetters.set(0, letter(SUBMISSIONS, GARBAGE.time(), ""));
    assertThat(kinds()).containsExactly(Kind.POISON_UNTOLD);
  }

  @Test
  void aNeighboursRecordThatIsToldTwice() {
    neighboursWork();
    deadLetters.addAll(List.copyOf(deadLetters));
    assertThat(kinds()).containsExactly(Kind.POISON_TOLD_TWICE);
  }

  @Test
  void aPoisonAnswerThatWasTaken() {
    misdeeds.answered("gateway", INTENT, 200);
    assertThat(kinds()).containsExactly(Kind.POISON_NOT_REFUSED);
  }

  @Test
  void aGoodAnswerAfterPoisonThatGotLost() {
    misdeeds.answeredWell("p1", INTENT, Verdict.ACCEPTED);
    assertThat(kinds()).containsExactly(Kind.LOST_DECISION);
  }

  @Test
  void aQuestionThatDidNotSurviveThePoison() {
    misdeeds.answeredWell("p1", INTENT, Verdict.refused("not_found"));
    assertThat(kinds()).containsExactly(Kind.REFUSED_UNJUSTLY);
  }

  @Test
  void halfARequestThatNobodyCloses() {
    misdeeds.ended(URI.create("http://127.0.0.1:1"), Duration.ofMinutes(4));
    assertThat(kinds()).containsExactly(Kind.HELD_TOO_LONG);
  }

  @Test
  void aDoorThatDoesNotKnowWhatIsTheMatterWithIt() {
    journal.brokeDown("internal error");
    assertThat(kinds()).containsExactly(Kind.BROKE_DOWN);
  }

  @Test
  void aClientThatGaveUp() {
    journal.unheard("a request was not answered");
    assertThat(kinds()).containsExactly(Kind.UNHEARD);
  }

  @Test
  void aReminderOfWhichNobodyWasTold() {
    told.remove(1);
    assertThat(kinds()).containsExactly(Kind.NOT_TOLD);
    assertThat(Checker.settled(misdeeds, facts())).isFalse();
  }

  @Test
  void aMessageThatWasGivenUp() {
    told.set(0, outcome(6, NotificationOutcome.Status.FAILED));
    assertThat(kinds()).containsExactly(Kind.NOT_TOLD);
  }

  @Test
  void whatIsThroughIsSettled() {
    assertThat(Checker.settled(misdeeds, facts())).isTrue();
  }

  /// All as it should be.
  private void neighboursWork() {
    misdeeds.throwing(SUBMISSIONS, GARBAGE);
    misdeeds.taken(GARBAGE);
    for (int i = 0; i < GARBAGE.letters(); i++) {
      deadLetters.add(letter(SUBMISSIONS, GARBAGE.time(), "cannot be read"));
    }
    misdeeds.answered("approvals", INTENT, 422);
    misdeeds.answeredWell("d1", INTENT, Verdict.ACCEPTED);
    misdeeds.held();
    misdeeds.ended(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(30));
    misdeeds.damaged(true);
    misdeeds.damaged(false);
  }

  private static Facts.Letter letter(String topic, long time, String cause) {
    return new Facts.Letter(topic, 0, 7, time, cause);
  }

  private List<Finding> check() {
    return Checker.check(journal, misdeeds, facts());
  }

  private Facts facts() {
    return new Facts(asked, events, audit, answers, deliveries, told, deadLetters, LATER);
  }

  private List<Kind> kinds() {
    return check().stream().map(Finding::kind).toList();
  }

  private void happened(int seq, Door door, Instant at, Event... what) {
    events.add(record(seq, door, at, what));
    if (door != Door.TIMER) {
      answers.add(answer(command(seq).value(), seq, false));
    }
  }

  /// The record at this place says something else, under the same command.
  private void replace(int place, int seq, Event... what) {
    events.set(place, record(seq, events.get(place).door(), events.get(place).at(), what));
  }

  private static Happened record(int seq, Door door, Instant at, Event... what) {
    return new Happened(
        INTENT, WORKSPACE, seq, at, SOMEBODY, door, command(seq), Optional.empty(), List.of(what));
  }

  private static CommandId command(int number) {
    return new CommandId(new UUID(1, number));
  }

  private static Facts.Answer answer(UUID key, int command, boolean again) {
    return new Facts.Answer(
        key.toString(),
        new Result.Accepted(
            command(command), INTENT, 1, Status.WAITING, T0, 1, again, Optional.empty()));
  }

  private static Asked asked(CommandId id, Optional<Integer> answerTo, Optional<UUID> requestId) {
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

  private static NotificationOutcome outcome(int seq, NotificationOutcome.Status status) {
    return new NotificationOutcome(
        INTENT + "/" + seq, Optional.of(INTENT), seq, "console", "sre_oncall", status, 1, "", T0);
  }

  private static Delivery delivery(int attempt, Json payload) {
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

  private static Event created() {
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

  private static Event delivered(int attempt) {
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

  private static Event completed(String mark) {
    return new Event.StepCompleted(VALIDATE, 1, new Json("{\"mark\":\"" + mark + "\"}"));
  }

  private static Event opened(Instant remindAt) {
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

  private static Event reminded() {
    return new Event.TaskReminded(APPROVE, 2, 1, Optional.empty(), Optional.empty());
  }

  private static Event decided(String comment) {
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

  private static Event ended() {
    return new Event.IntentCompleted(Json.EMPTY, Optional.empty());
  }

  private static AuditRecord audited(int seq) {
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
        Optional.empty());
  }
}
