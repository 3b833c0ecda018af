package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.acknowledge;
import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.fail;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.minutes;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Status;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the stories and the matrix do not tell of agents' steps, retirement and bounds on a plan.
class StepRulesTest {

  @Test
  void anUnacknowledgedDeliveryIsRepeatedAsOftenAsThePlanSaysAndThenLeftAlone() {
    Scenario story =
        given(submit(Plans.of(agent("a").onTopic().step())))
            .whenPassed(Duration.ofSeconds(30))
            .then("StepDelivered a#1 attempt 2")
            .whenPassed(Duration.ofSeconds(119))
            .then()
            .whenPassed(Duration.ofSeconds(1))
            .then("StepDelivered a#1 attempt 3")
            .whenPassed(Duration.ofDays(30))
            .then()
            .thenStatus(Status.WAITING);

    assertThat(story.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3);
    assertThat(story.deliveries())
        .extracting(Delivery::payload)
        .containsOnly(story.deliveries().getFirst().payload());
  }

  @Test
  void anAcknowledgedDeliveryIsNotRepeatedAndAcknowledgingTwiceIsNoHarm() {
    given(submit(Plans.of(agent("a").onTopic().step())), acknowledge())
        .when(acknowledge())
        .thenAgain()
        .whenPassed(Duration.ofDays(1))
        .then();
  }

  @Test
  void anAgentWithoutATopicOfItsOwnGetsNoRecordAndNoRedelivery() {
    Scenario story = given(submit(Plans.of(agent("a").step()))).whenPassed(minutes(60)).then();

    assertThat(story.deliveries()).isEmpty();
  }

  @Test
  void aRepeatedDeliveryKeepsTheDeadlineOfItsRun() {
    Scenario story = given(submit(Plans.of(agent("a").onTopic().deadline(minutes(2)).step())));
    Optional<Instant> deadline = story.latest(Event.StepDelivered.class).deadlineAt();
    story.whenPassed(minutes(1)).then("StepDelivered a#1 attempt 2");
    assertThat(story.latest(Event.StepDelivered.class).deadlineAt()).isEqualTo(deadline);
    story.whenPassed(minutes(1)).then("StepTimedOut a#1", "IntentTimedOut step_timeout");
  }

  @Test
  void aKeyForEveryAgentOfTheWorkspaceReportsOnAnAddressFromElsewhere() {
    Step.Agent step = agent("a").step();
    AgentAddress elsewhere = new AgentAddress("myorg", "production", "infra-validator");
    Plan plan = Plans.of(step.to(elsewhere, false));
    given(submit(plan))
        .when(complete("{}"))
        .thenRejected(Code.WRONG_AGENT, "agent://myorg/production/infra-validator")
        .when(complete("{}").by(Actor.ANY_AGENT))
        .then("StepCompleted a#1", "IntentCompleted");
  }

  @Test
  void anAdministratorMayReportForAnyAgent() {
    given(submit(Plans.of(agent("a").step())))
        .when(complete("{}").by(Actor.ADMIN))
        .then("StepCompleted a#1", "IntentCompleted");
  }

  @Test
  void aReportOnTheIntentItselfNamesTheStepIntent() {
    Scenario story =
        given(submit(Plans.of(agent("a").step())))
            .when(complete("{}").onTheIntentItself())
            .thenRejected(Code.NO_AGENT_STEP, Ask.ROOT.step(1).toString());

    assertThat(((Decision.Reject) story.decision()).rejection().details())
        .containsEntry("step_intent_id", Ask.ROOT.step(1).toString());
  }

  @Test
  void aLaterAgentGetsThePayloadAndWhatTheEarlierStepsCameTo() {
    Scenario story =
        given(submit(Plans.of(agent("a").step(), agent("b").step())), complete("{\"v\":1}"));

    assertThat(story.latest(Event.StepDelivered.class).content())
        .isEqualTo(
            new Json(
                "{\"input\":{},\"parent_intent_id\":\""
                    + Ask.ROOT
                    + "\",\"parent_payload\":{\"target\":\"prod\"},\"results\":{\"a\":{\"v\":1}},"
                    + "\"step_id\":\"b\"}"));
  }

  @Test
  void whatAStepFailedOfIsToldToTheStepThatCleansUp() {
    Plan plan =
        Plans.of(agent("a").onFailure("clean").step(), agent("b").step(), agent("clean").step());
    Scenario story =
        given(submit(plan)).when(fail("no disk")).then("StepFailed a#1", "StepDelivered clean#2");

    assertThat(story.latest(Event.StepDelivered.class).content().text())
        .contains("\"results\":{\"a\":{\"failed\":true,\"reason\":\"no disk\"}}");
  }

  @Test
  void aStepOutOfTimeGoesTheWayForFailureAndIsNotTriedAgain() {
    Plan plan =
        Plans.of(
            agent("a").retries(5).deadline(minutes(1)).onFailure("clean").step(),
            agent("b").step(),
            agent("clean").step());
    given(submit(plan)).whenPassed(minutes(1)).then("StepTimedOut a#1", "StepDelivered clean#2");
  }

  @Test
  void aLargeResultIsWholeInTheEventAndOnlyMarkedInTheState() {
    String large = Json.quote("x".repeat(Limits.RESULT_BYTES_MAX));
    Scenario story = given(submit(Plans.of(agent("a").step(), human("h").step())), complete(large));

    assertThat(story.latest(Event.StepCompleted.class).result().text()).isEqualTo(large);
    assertThat(((Intent.Active) story.state()).progress().results())
        .singleElement()
        .satisfies(
            kept ->
                assertThat(kept.result().text())
                    .startsWith("{\"sha256\":\"")
                    .endsWith("\"truncated\":true}"));
  }

  @Test
  void anIntentThatIsOneStepCompletesWithTheWholeOfALargeResult() {
    String large = Json.quote("x".repeat(Limits.RESULT_BYTES_MAX));
    Scenario story = given(submit(Plans.plain(agent("a").step())), complete(large));

    assertThat(story.latest(Event.IntentCompleted.class).result().text()).isEqualTo(large);
  }

  @Test
  void aPlanThatGoesRoundAndRoundEndsAtTheBound() {
    Plan plan = Plans.of(agent("a").onSuccess("b").step(), agent("b").onSuccess("a").step());
    Scenario story = given(submit(plan));
    for (int i = 1; i < Limits.STEP_RUNS_MAX; i++) {
      story.and(complete("{}"));
    }
    story
        .when(complete("{}"))
        .then("StepCompleted", "IntentFailed too_many_runs")
        .thenStatus(Status.FAILED);
  }

  @Test
  void aLongReasonIsCutSinceTheReportsBodyHasItWhole() {
    Scenario story =
        given(submit(Plans.of(agent("a").step())), fail("x".repeat(Limits.COMMENT_LENGTH_MAX + 1)));

    assertThat(story.latest(Event.StepFailed.class).reason())
        .hasSize(Limits.COMMENT_LENGTH_MAX)
        .endsWith("…");
  }

  @Test
  void theIntentsDeadlineEndsItWhateverItIsDoing() {
    Instant deadline = Scenario.START.plusSeconds(90);
    given(submit(Plans.seed(), Json.EMPTY, Optional.of(deadline)))
        .and(complete("{}"))
        .whenPassed(minutes(2))
        .then("IntentTimedOut intent_deadline")
        .thenStatus(Status.TIMED_OUT);
  }

  @Test
  void anEndedIntentAnswersForSevenDaysAndIsThenForgotten() {
    given(submit(Plans.seed()), Ask.cancel())
        .whenPassed(Duration.ofDays(6))
        .when(Ask.cancel())
        .thenRejected(Code.INTENT_ENDED, "CANCELED", "'deploy-pipeline'", "GATEWAY")
        .whenPassed(Duration.ofDays(1))
        .thenForgotten()
        .when(Ask.cancel())
        .thenRejected(Code.UNKNOWN_INTENT);
  }

  @Test
  void anIntentRemembersItsLatestKeyedCommandsAndItsSubmissionBesides() {
    Ask submission = submit(Plans.seed()).keyed("submission");
    Scenario story = given(submission);
    for (int i = 0; i <= Limits.ANSWERS_KEPT; i++) {
      story.and(Ask.progress("{}").keyed("progress " + i));
    }
    story
        .when(Ask.progress("{}").keyed("progress 1"))
        .thenAgain()
        .when(submission)
        .thenAgain()
        .when(Ask.progress("{}").keyed("progress 0"))
        .then("StepProgressed");
  }

  @Test
  void anAnswerGivenAgainIsTheOneThatWasGiven() {
    Scenario story =
        given(submit(Plans.seed()).keyed("s"), complete("{}"))
            .when(submit(Plans.seed()).keyed("s"));

    assertThat(((Decision.Again) story.decision()).answer())
        .satisfies(
            answer -> {
              assertThat(answer.seq()).isEqualTo(3);
              assertThat(answer.status()).isEqualTo(Status.WAITING);
              assertThat(answer.again()).isTrue();
            });
  }

  @Test
  void theIntentsIdStandsInANotificationWhereItsAuthorWroteThePlaceholder() {
    Scenario story = given(submit(Plans.of(Plans.notify("tell"), human("h").step())));

    assertThat(story.latest(Event.NotificationRequested.class).subject())
        .isEqualTo("About " + Ask.ROOT);
  }
}
