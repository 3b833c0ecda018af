package dev.assent.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.bench.torture.Finding.Kind;
import dev.assent.contract.Door;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.wire.notification.NotificationOutcome;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// One good story; each test plants one fault in it, which must be found and named.
class CheckerTest extends GoodStory {
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
}
