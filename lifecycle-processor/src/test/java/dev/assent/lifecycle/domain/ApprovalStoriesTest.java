package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Actor.AGENT;
import static dev.assent.lifecycle.domain.Actor.ANNA;
import static dev.assent.lifecycle.domain.Actor.BEN;
import static dev.assent.lifecycle.domain.Actor.MANAGER;
import static dev.assent.lifecycle.domain.Actor.OTHER_AGENT;
import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.fail;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.minutes;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.DeadlineAction;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Status;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people do with Assent, told so that they would recognise it. Every rule's every case is in
/// [LifecycleMatrixTest].
class ApprovalStoriesTest {

  @Test
  void theSeedsChangeIsValidatedRemindedOfAndApproved() {
    given(submit(Plans.seed()))
        .then("IntentCreated", "IntentSubmitted", "StepDelivered validate_change#1")
        .thenStatus(Status.WAITING)
        .when(complete("{\"safe\":true}"))
        .then("StepCompleted validate_change#1", "TaskOpened sre_approval#2")
        .whenPassed(minutes(5))
        .then("TaskReminded 1 sre_approval#2")
        .when(decide(ANNA, "approved").seeingWhatIsOpen())
        .then("TaskDecided approved sre_approval#2", "IntentCompleted")
        .thenStatus(Status.COMPLETED);
  }

  @Test
  void nobodyAnswersTheSeedsChangeSoItTimesOutAfterThreeReminders() {
    given(submit(Plans.seed()), complete("{\"safe\":true}"))
        .whenPassed(Duration.ofHours(2))
        .then(
            "TaskReminded 1",
            "TaskReminded 2",
            "TaskReminded 3",
            "TaskExpired TIME_OUT",
            "IntentTimedOut task_timeout")
        .thenStatus(Status.TIMED_OUT);
  }

  @Test
  void aRejectionEndsTheChangeAndSaysWhoSaidNo() {
    Scenario story =
        given(submit(Plans.seed()), complete("{\"safe\":false}"))
            .when(decide(ANNA, "rejected").saying("Not on a Friday."))
            .then("TaskDecided rejected", "IntentFailed rejected")
            .thenStatus(Status.FAILED);

    Event.IntentFailed end = story.latest(Event.IntentFailed.class);
    assertThat(end.reason()).isEqualTo("'anna' answered 'rejected'");
    assertThat(end.error().text()).contains("Not on a Friday.", "\"decided_by\":\"anna\"");
  }

  @Test
  void aRejectionGoesTheWayThePlanHasForIt() {
    Plan plan =
        Plans.of(
            agent("prepare").step(),
            human("review").onFailure("roll_back").step(),
            agent("apply").onSuccess("tell").step(),
            agent("roll_back").step(),
            Plans.notify("tell"));
    given(submit(plan), complete("{}"))
        .when(decide(ANNA, "rejected"))
        .then("TaskDecided rejected", "StepDelivered roll_back#3")
        .when(complete("{}"))
        .then("StepCompleted roll_back#3", "NotificationRequested tell#4", "IntentCompleted");
  }

  @Test
  void twoPeopleDecideAtOnceAndTheSecondIsToldWhoWasFirst() {
    given(submit(Plans.seed()), complete("{}"))
        .and(decide(ANNA, "approved").through(Scenario.approvals()))
        .when(decide(BEN, "rejected"))
        .thenRejected(Code.ALREADY_DECIDED, "'anna'", "'approved'", "2026-03-02", "APPROVALS")
        .thenStatus(Status.COMPLETED);
  }

  @Test
  void changesAreRequestedAndTheAgentGetsTheCommentAndTriesAgain() {
    Plan plan = Plans.of(agent("draft").step(), human("review").type(TaskType.REVIEW).step());
    Scenario story =
        given(submit(plan), complete("{\"text\":\"v1\"}"))
            .when(decide(ANNA, "changes_requested").saying("Name the owner."))
            .then("TaskDecided changes_requested review#2", "StepDelivered draft#3")
            .thenStatus(Status.WAITING);

    assertThat(story.latest(Event.StepDelivered.class).content().text())
        .contains("\"rework\":{", "Name the owner.");
    story
        .when(complete("{\"text\":\"v2\"}"))
        .then("StepCompleted draft#3", "TaskOpened review#4")
        .when(decide(ANNA, "approved").seeingWhatIsOpen())
        .then("TaskDecided approved review#4", "IntentCompleted");
  }

  @Test
  void unansweredReminderEscalatesToTheManagerWhoMayThenDecideBesidesTheOthers() {
    Plan plan =
        Plans.of(
            human("approve")
                .reminders(new Reminders(minutes(10), minutes(5), 2, Optional.of(Plans.MANAGER)))
                .step());
    Scenario story =
        given(submit(plan))
            .when(decide(MANAGER, "approved"))
            .thenRejected(Code.NOT_ASSIGNED, "role:sre_oncall", "'maria'");
    int versionSeen = story.task().version();
    var contentSeen = story.task().content();
    story
        .whenPassed(minutes(30))
        .then(
            "TaskReminded 1 approve#1",
            "TaskReminded 2 approve#1",
            "TaskEscalated [role:manager] approve#1")
        .when(decide(ANNA, "approved").seeing(versionSeen, contentSeen))
        .thenRejected(Code.STALE_VERSION, "version 2", "escalated to [role:manager]")
        .when(decide(MANAGER, "approved").seeingWhatIsOpen())
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void anAgentCannotPassThePeoplesGateAndAPersonCannotDoTheAgentsStep() {
    given(submit(Plans.seed()))
        .when(decide(ANNA, "approved"))
        .thenRejected(Code.NO_OPEN_TASK, "step 'validate_change' is with the agent")
        .and(complete("{}"))
        .when(decide(AGENT, "approved"))
        .thenRejected(Code.NOT_ALLOWED, "a person")
        .when(complete("{}").onTheIntentItself())
        .thenRejected(Code.NO_AGENT_STEP, "waits for a person")
        .when(complete("{}").onRun(1))
        .thenRejected(Code.STEP_OVER, "run 1 is over");
  }

  @Test
  void aFailingAgentIsTriedAgainAndThenTheIntentFailsWithItsReason() {
    given(submit(Plans.of(agent("check").retries(1).step())))
        .when(fail("disk full").by(OTHER_AGENT))
        .thenRejected(Code.WRONG_AGENT, "agent://acme/ops/validator")
        .when(fail("disk full"))
        .then("StepFailed check#1 retry at")
        .whenPassed(minutes(1))
        .then("StepDelivered check#2 attempt 1")
        .when(fail("disk still full"))
        .then("StepFailed check#2", "IntentFailed step_failed")
        .thenStatus(Status.FAILED);
  }

  @Test
  void theFourLineProgramIsOneAgentsWorkUnderTheIntentsOwnId() {
    Scenario story =
        given(submit(Plans.plain(agent("do").onTopic().step())))
            .then("IntentCreated", "IntentSubmitted", "StepDelivered do#1")
            .thenStatus(Status.DELIVERED)
            .when(Ask.acknowledge())
            .thenStatus(Status.ACKNOWLEDGED)
            .when(complete("{\"ok\":true}"))
            .then("StepCompleted do#1", "IntentCompleted");

    assertThat(story.deliveries())
        .singleElement()
        .satisfies(
            delivery -> {
              assertThat(delivery.stepIntent()).isEqualTo(Ask.ROOT);
              assertThat(delivery.payload().text()).isEqualTo("{\"target\":\"prod\"}");
            });
  }

  @Test
  void afterALongOutageOneReminderIsSentNotTheWholeBacklog() {
    given(submit(Plans.seed()), complete("{}"))
        .whenDownFor(minutes(22))
        .then("TaskReminded 1")
        .whenPassed(minutes(5))
        .then("TaskReminded 2");
  }

  @Test
  void silenceGoesOnOnlyWhereThePlanSaysNextAndNeverAsAnApproval() {
    Plan plan =
        Plans.of(
            human("object")
                .deadline(minutes(10))
                .action(DeadlineAction.NEXT)
                .onSuccess("as_approved")
                .step(),
            agent("as_silent").onSuccess("done").step(),
            agent("as_approved").step(),
            Plans.notify("done"));
    Scenario story =
        given(submit(plan))
            .whenPassed(minutes(11))
            .then("TaskExpired NEXT", "StepDelivered as_silent#2");

    assertThat(story.latest(Event.StepDelivered.class).content().text())
        .contains("\"results\":{\"object\":{\"expired\":\"next\"}}");
    assertThat(story.audit())
        .extracting(record -> record.what() + " " + record.cause() + " by " + record.who().id())
        .containsExactly("EXPIRED next by assent");
  }

  @Test
  void aTimedOutRequestSentAgainWithItsKeyGetsTheSameAnswerAndHappensOnce() {
    Scenario story =
        given(submit(Plans.seed()), complete("{}"))
            .when(decide(ANNA, "approved").keyed("click-1"))
            .then("TaskDecided approved", "IntentCompleted")
            .when(decide(ANNA, "approved").keyed("click-1"))
            .thenAgain()
            .when(decide(ANNA, "rejected").keyed("click-1").asAnotherRequest())
            .thenRejected(Code.IDEMPOTENCY_CONFLICT);

    assertThat(story.audit())
        .extracting(record -> record.refused().isPresent())
        .containsExactly(false, true);
  }
}
