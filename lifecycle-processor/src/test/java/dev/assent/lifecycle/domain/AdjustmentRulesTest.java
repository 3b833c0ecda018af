package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.fail;
import static dev.assent.lifecycle.domain.Ask.grant;
import static dev.assent.lifecycle.domain.Ask.note;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Command.Control.Part;
import dev.assent.contract.ControlChange;
import dev.assent.contract.Plan;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Status;
import dev.assent.contract.ThreadNote.Kind;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What changes of controls, policy and threads do to an intent, and what they do not.
class AdjustmentRulesTest {
  private static final Plan PLAIN = Plans.plain(agent("work").step());

  private static final Plan UNDER_POLICY =
      Plans.of(agent("work").retries(1).step(), human("gate").step());

  private static Ask within(Duration time) {
    return Ask.control(
        Part.CONTROLS,
        new ControlChange(
            Optional.of(time), Optional.empty(), Optional.empty(), Optional.empty(), List.of()));
  }

  private static Ask retries(int max, Duration delay) {
    return Ask.control(
        Part.POLICY,
        new ControlChange(
            Optional.empty(), Optional.empty(), Optional.of(max), Optional.of(delay), List.of()));
  }

  private static Grant to(Ask who, List<Right> allow, List<Right> deny) {
    return new Grant(who.actor().id(), allow, deny);
  }

  @Test
  void theLatestDeadlineIsTheOneThatCounts() {
    given(Ask.submit(PLAIN), within(Duration.ofMinutes(1)), within(Duration.ofHours(1)))
        .whenPassed(Duration.ofMinutes(50))
        .thenStatus(Status.DELIVERED)
        .whenPassed(Duration.ofMinutes(11))
        .thenStatus(Status.TIMED_OUT);
  }

  @Test
  void aDeliverySaysTheDeadlineThatCountsWhenItIsWritten() {
    Plan.Step step = agent("work").onTopic().deadline(Duration.ofMinutes(30)).step();
    Scenario scenario =
        given(Ask.submit(Plans.of(step)), within(Duration.ofMinutes(10)))
            .whenPassed(Duration.ofSeconds(30));

    assertThat(scenario.deliveries())
        .extracting(Delivery::deadlineAt)
        .containsExactly(
            Optional.of(Scenario.START.plusSeconds(1).plus(Duration.ofMinutes(30))),
            Optional.of(Scenario.START.plusSeconds(2).plus(Duration.ofMinutes(10))));
  }

  @Test
  void anOpenTaskStaysOpenAndIsOutOfTimeWithItsIntent() {
    given(Ask.submit(Plans.of(human("gate").step())), within(Duration.ofHours(1)))
        .whenPassed(Duration.ofMinutes(61))
        .then("IntentTimedOut intent_deadline");
  }

  @Test
  void changedRetriesApplyToTheNextFailure() {
    given(Ask.submit(PLAIN), retries(1, Duration.ofSeconds(7)))
        .when(fail("disk"))
        .then("StepFailed work#1 retry at")
        .whenPassed(Duration.ofSeconds(7))
        .then("StepDelivered work#2")
        .when(fail("disk again"))
        .then("StepFailed work#2", "IntentFailed step_failed");
  }

  @Test
  void eachChangeRaisesTheGenerationAndAnEarlierOneIsStale() {
    Scenario scenario =
        given(Ask.submit(PLAIN), within(Duration.ofHours(1)).expecting(1))
            .when(within(Duration.ofHours(2)).expecting(1))
            .thenRejected(Code.STALE_GENERATION, "generation 2", "generation 1")
            .when(within(Duration.ofHours(2)).expecting(2))
            .then("ControlsChanged CONTROLS 3")
            .when(complete("{}"));

    assertThat(((Intent.Known) scenario.state()).generation()).isEqualTo(3);
  }

  @Test
  void aDelegateReportsAndAnEmptyGrantTakesThatAway() {
    Ask other = complete("{}").by(Actor.OTHER_AGENT);
    given(Ask.submit(PLAIN), grant(to(other, List.of(Right.RESUME), List.of())))
        .and(grant(to(other, List.of(), List.of())))
        .when(other)
        .thenRejected(Code.WRONG_AGENT)
        .and(grant(to(other, List.of(Right.RESUME), List.of())))
        .when(other)
        .then("StepCompleted", "IntentCompleted");
  }

  @Test
  void noGrantLetsAnAgentDecideATask() {
    Ask agents = decide(Actor.AGENT, "approved");
    given(
            Ask.submit(Plans.of(human("gate").step())),
            grant(to(agents, List.of(Right.values()), List.of())).by(Actor.ADMIN))
        .when(agents)
        .thenRejected(Code.NOT_ALLOWED);
  }

  @Test
  void whoSubmittedUnderAPolicyDoesNotGrantThemselvesItsAgentsStep() {
    Ask puppet = complete("{}").by(Actor.OTHER_AGENT);
    given(Ask.submit(UNDER_POLICY))
        .when(grant(to(puppet, List.of(Right.RESUME), List.of())))
        .thenRejected(Code.NOT_ALLOWED, "change_approval", "version 3", "grants resume")
        .when(puppet)
        .thenRejected(Code.WRONG_AGENT)
        .when(grant(to(puppet, List.of(Right.RESUME), List.of())).by(Actor.ADMIN))
        .then("ControlsChanged")
        .when(puppet)
        .then("StepCompleted", "TaskOpened");
  }

  @Test
  void aDenialUnderAPolicyIsTakenAwayByAnAdminOnly() {
    Ask agents = complete("{}").by(Actor.AGENT);
    given(Ask.submit(UNDER_POLICY), grant(to(agents, List.of(), List.of(Right.RESUME))))
        .when(grant(to(agents, List.of(), List.of())))
        .thenRejected(Code.NOT_ALLOWED, "no longer denies resume")
        .when(grant(to(agents, List.of(), List.of(Right.RESUME, Right.UPDATE_POLICY))))
        .then("ControlsChanged")
        .when(grant(to(agents, List.of(), List.of())).by(Actor.ADMIN))
        .then("ControlsChanged")
        .when(agents)
        .then("StepCompleted", "TaskOpened");
  }

  @Test
  void retriesUnderAPolicyAreAtMostThoseOfThePolicy() {
    given(Ask.submit(UNDER_POLICY))
        .when(retries(2, Duration.ofSeconds(30)))
        .thenRejected(Code.NOT_ALLOWED, "'work' 2 retries instead of 1")
        .when(retries(1, Duration.ofMillis(100)))
        .thenRejected(Code.NOT_ALLOWED, "again after PT0.1S instead of")
        .when(retries(0, Duration.ofMinutes(5)))
        .then("ControlsChanged");
  }

  @Test
  void aDeadlineUnderAPolicyComesSoonerNeverLater() {
    given(Ask.submit(UNDER_POLICY), within(Duration.ofHours(1)))
        .when(within(Duration.ofHours(2)))
        .thenRejected(Code.NOT_ALLOWED, "moves its deadline")
        .when(within(Duration.ofMinutes(5)))
        .then("ControlsChanged");
  }

  @Test
  void whoIsDeniedNeitherReportsNorDecidesUnlessAnAdmin() {
    Ask anna = decide(Actor.ANNA, "approved");
    given(
            Ask.submit(Plans.of(human("gate").step())),
            grant(to(anna, List.of(), List.of(Right.RESUME))))
        .when(anna)
        .thenRejected(Code.NOT_ALLOWED, "deny")
        .when(decide(Actor.BEN, "approved"))
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void anEndIsNotedForTheInboxThatAskedForIt() {
    given(Ask.submit(PLAIN).replyingTo("agent://acme/ops/asker"))
        .when(complete("{}"))
        .then("StepCompleted", "IntentCompleted", "ThreadNoted COMPLETION agent://acme/ops/asker")
        .thenStatus(Status.COMPLETED);
  }

  @Test
  void whatIsNotedAfterTheEndDoesNotKeepTheIntentLonger() {
    given(Ask.submit(PLAIN), complete("{}"))
        .and(note(Kind.READ), note(Kind.DELETE_FOR_ALL))
        .when(note(Kind.REPLY))
        .thenRejected(Code.INTENT_ENDED)
        .whenPassed(Duration.ofDays(7))
        .thenForgotten();
  }
}
