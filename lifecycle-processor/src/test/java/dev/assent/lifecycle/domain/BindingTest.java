package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.minutes;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Plan;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// To which of an intent's questions an answer is (ADR 0028).
class BindingTest {
  private static final Plan TWO = Plans.of(human("a").step(), human("b").step());

  private static Scenario answeredFirst() {
    return given(submit(TWO), decide(Actor.ANNA, "approve"));
  }

  @Test
  void theSecondClickIsTheSameAnswerAndDecidesNothingMore() {
    Scenario story = answeredFirst().when(decide(Actor.ANNA, "approve"));

    story.thenRejected(Code.ALREADY_DECIDED, "step_id of task 'b'", "'anna' answered 'approved'");
    assertThat(story.task().step()).isEqualTo(Plans.id("b"));
    Rejection refused = ((Decision.Reject) story.decision()).rejection();
    assertThat(refused.details())
        .containsEntry("decided_by", "anna")
        .containsEntry("step_id", "a")
        .containsEntry("open_step_id", "b")
        .containsEntry("counts_from", "2026-03-02T08:00:32Z");
    assertThat(story.audit().getLast().refused()).contains(refused);
  }

  @Test
  void alsoWhereAnAgentsStepOrSomebodyElsesAnswerLiesBetween() {
    given(submit(Plans.of(human("a").step(), agent("x").step(), human("b").step())))
        .and(decide(Actor.ANNA, "approve"), complete("{}"))
        .when(decide(Actor.ANNA, "approve"))
        .thenRejected(Code.ALREADY_DECIDED, "'anna'");
    given(submit(Plans.of(human("a").step(), human("b").step(), human("c").step())))
        .and(decide(Actor.ANNA, "approve"), decide(Actor.BEN, "approve"))
        .when(decide(Actor.ANNA, "approve"))
        .thenRejected(Code.ALREADY_DECIDED, "'anna'");
  }

  @Test
  void aVersionAloneDoesNotTellTheQuestionsOfAnIntentApart() {
    given(submit(TWO), decide(Actor.ANNA, "approve").seeingVersion(1))
        .when(decide(Actor.ANNA, "approve").seeingVersion(1))
        .thenRejected(Code.ALREADY_DECIDED, "'anna'");
  }

  @Test
  void whoeverNamesTheStepOrShowsItsContentAnswersTheNextOneAtOnce() {
    answeredFirst()
        .when(decide(Actor.ANNA, "approve").to("b"))
        .then("TaskDecided approved", "IntentCompleted");
    answeredFirst()
        .when(decide(Actor.ANNA, "approve").seeingWhatIsOpen())
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void whoeverHasHadTheTimeToLookAgainAnswersTheNextOneWithoutNamingIt() {
    answeredFirst()
        .whenPassed(Limits.SAME_ANSWER_WITHIN.minusSeconds(2))
        .when(decide(Actor.ANNA, "approve"))
        .thenRejected(Code.ALREADY_DECIDED)
        .when(decide(Actor.ANNA, "approve"))
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void somebodyElseAnswersTheNextOneAtOnce() {
    answeredFirst()
        .when(decide(Actor.BEN, "approve"))
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void anAnswerThatItsDoorTookBeforeTheQuestionOpenedIsNotToThatQuestion() {
    Scenario story = answeredFirst();
    story
        .whenPassed(Duration.ofSeconds(-1))
        .whenPassed(Duration.ofSeconds(-1))
        .when(decide(Actor.BEN, "approve"))
        .thenRejected(Code.ALREADY_DECIDED, "'anna' answered 'approved'");
    assertThat(story.task().step()).isEqualTo(Plans.id("b"));
  }

  @Test
  void aStepThatIsOpenForTheSecondTimeIsNotToldByItsName() {
    Plan plan = Plans.of(agent("x").step(), human("a").type(TaskType.REVIEW).step());
    given(submit(plan), complete("{}"))
        .and(decide(Actor.ANNA, "changes_requested").to("a"), complete("{}"))
        .when(decide(Actor.ANNA, "changes_requested").to("a"))
        .thenRejected(Code.ALREADY_DECIDED, "'anna' answered 'changes_requested'")
        .when(decide(Actor.ANNA, "approved").seeingWhatIsOpen())
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void whoeverNamesAStepAnswersThatOneOrNone() {
    answeredFirst()
        .when(decide(Actor.BEN, "approve").to("a"))
        .thenRejected(Code.ALREADY_DECIDED, "'anna'");
    given(submit(TWO))
        .when(decide(Actor.BEN, "approve").to("b"))
        .thenRejected(Code.NO_OPEN_TASK, "the open task 'a'", "this one is to 'b'");
  }

  @Test
  void aPlanMayWantToKnowWhatWasShown() {
    Plan plan = Plans.of(human("a").bound().step());
    given(submit(plan))
        .when(decide(Actor.ANNA, "approve"))
        .thenRejected(Code.BINDING_REQUIRED, "content_hash", "there is none")
        .when(decide(Actor.ANNA, "reject").seeingVersion(1).to("a"))
        .thenRejected(Code.BINDING_REQUIRED)
        .when(decide(Actor.ANNA, "approve").seeingWhatIsOpen())
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void whatIsOpenNowIsNotToldByARefusalSoThatNobodyAnswersWithItUnseen() {
    Plan plan =
        Plans.of(
            human("a")
                .reminders(new Reminders(minutes(1), minutes(1), 1, Optional.of(Plans.MANAGER)))
                .step());
    Scenario story = given(submit(plan)).whenPassed(minutes(3));
    String hash = story.task().content().hex();

    story.when(decide(Actor.ANNA, "approve").seeing(1, Hash.of("before")));
    assertThat(story.decision().toString()).contains("STALE_VERSION").doesNotContain(hash);
    story.when(decide(Actor.ANNA, "approve").seeing(2, Hash.of("before")));
    assertThat(story.decision().toString()).contains("CONTENT_CHANGED").doesNotContain(hash);
  }
}
