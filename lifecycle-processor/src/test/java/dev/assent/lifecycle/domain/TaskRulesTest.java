package dev.assent.lifecycle.domain;

import static dev.assent.lifecycle.domain.Ask.complete;
import static dev.assent.lifecycle.domain.Ask.decide;
import static dev.assent.lifecycle.domain.Ask.submit;
import static dev.assent.lifecycle.domain.Plans.agent;
import static dev.assent.lifecycle.domain.Plans.human;
import static dev.assent.lifecycle.domain.Plans.minutes;
import static dev.assent.lifecycle.domain.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.DeadlineAction;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.content.Content;
import dev.assent.contract.content.Results;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the stories and the matrix do not tell of tasks.
class TaskRulesTest {

  @ParameterizedTest
  @CsvSource({
    "CONFIRMATION, approved, confirmed, POSITIVE",
    "CONFIRMATION, rejected, denied, NEGATIVE",
    "ASSIGNMENT, approve, assigned, POSITIVE",
    "OVERRIDE, Override-Approved, override_approved, POSITIVE",
    "MANUAL_ACTION, decline, failed, NEGATIVE",
    "REVIEW, changes requested, changes_requested, NEUTRAL",
  })
  void anAnswerIsReadAsTheTasksOwnOutcomeAndBothAreRecorded(
      TaskType type, String sent, String outcome, TaskType.Verdict verdict) {
    Scenario story =
        given(submit(Plans.of(agent("a").step(), human("h").type(type).step())), complete("{}"))
            .and(decide(Actor.ANNA, sent).saying("Because.").withEvidence());

    Event.TaskDecided fact = story.latest(Event.TaskDecided.class);
    assertThat(fact.outcome()).isEqualTo(outcome);
    assertThat(fact.rawOutcome()).isEqualTo(sent);
    assertThat(fact.verdict()).isEqualTo(verdict);
  }

  private static Plan.Step of(HumanTask task) {
    Plan.Step.Human any = human("h").step();
    return new Plan.Step.Human(
        any.id(),
        any.onSuccess(),
        any.onFailure(),
        task,
        any.reminders(),
        any.escalateTo(),
        any.deadline(),
        any.deadlineAction());
  }

  private static HumanTask asking(List<String> outcomes, TaskType.Verdict... verdicts) {
    return new HumanTask(
        TaskType.APPROVAL,
        "Deploy?",
        "",
        outcomes,
        false,
        false,
        List.of(Plans.SRE),
        Optional.empty(),
        Optional.empty(),
        List.of(verdicts),
        Optional.empty());
  }

  @Test
  void theVerdictThatTheTaskCarriesCounts() {
    Plan plan =
        Plans.of(
            of(
                asking(
                    List.of("go", "no-go"), TaskType.Verdict.POSITIVE, TaskType.Verdict.NEGATIVE)),
            agent("deploy").step());

    given(submit(plan))
        .when(decide(Actor.ANNA, "no-go"))
        .then("TaskDecided no-go", "IntentFailed rejected");
    given(submit(plan))
        .when(decide(Actor.ANNA, "approved"))
        .then("TaskDecided go", "StepDelivered deploy#2");
  }

  @Test
  void nobodyHasToFillInAFormOrBringEvidenceToSayNo() {
    Plan plan = Plans.of(human("h").demanding(false, true, Optional.of(Plans.FORM)).step());
    given(submit(plan))
        .when(decide(Actor.ANNA, "approved").withEvidence())
        .thenRejected(Code.FORM_INVALID, "expected a window, but there is none")
        .when(decide(Actor.ANNA, "rejected"))
        .then("TaskDecided rejected", "IntentFailed rejected");
  }

  @Test
  void aTaskIsSentBackTenTimesAndThenMustBeDecided() {
    Plan plan = Plans.of(agent("a").step(), human("h").type(TaskType.REVIEW).step());
    Scenario story = given(submit(plan));
    for (int i = 0; i < Limits.REWORK_MAX; i++) {
      story.and(
          complete("{}"),
          decide(Actor.ANNA, "changes_requested").saying("again").seeingWhatIsOpen());
    }
    story
        .and(complete("{}"))
        .when(decide(Actor.ANNA, "changes_requested").seeingWhatIsOpen())
        .thenRejected(Code.OUT_OF_BOUNDS, "at most 10 times", "approve or reject it")
        .when(decide(Actor.ANNA, "approved").seeingWhatIsOpen())
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void sentBackWithNoAgentToSendItToIsANo() {
    given(submit(Plans.of(human("h").type(TaskType.REVIEW).step())))
        .when(decide(Actor.ANNA, "changes_requested"))
        .then("TaskDecided changes_requested", "IntentFailed rejected");
  }

  @Test
  void theReworkNoteIsGoneOnceTheAgentHasDoneItsStepAgain() {
    Plan plan = Plans.of(agent("a").step(), human("h").type(TaskType.REVIEW).onSuccess("a").step());
    Scenario story =
        given(submit(plan), complete("{}"), decide(Actor.ANNA, "changes_requested").saying("no"))
            .and(complete("{}"), decide(Actor.ANNA, "approved").seeingWhatIsOpen());

    assertThat(story.latest(Event.StepDelivered.class).content().text())
        .doesNotContain("\"rework\"");
  }

  @Test
  void theReworkNoteIsForTheAgentItWasSentToAlsoWhenThatTriesAgain() {
    Plan plan =
        Plans.of(
            agent("a").step(),
            agent("b").retries(1).onFailure("a").step(),
            human("h").type(TaskType.REVIEW).step());
    Scenario story =
        given(submit(plan), complete("{}"), complete("{}"))
            .and(decide(Actor.ANNA, "changes_requested").saying("no"), Ask.fail("no disk"))
            .whenPassed(minutes(1))
            .then("StepDelivered b#5");
    assertThat(story.latest(Event.StepDelivered.class).content().text()).contains("\"rework\"");

    story.when(Ask.fail("no disk")).then("StepFailed b#5", "StepDelivered a#6");
    assertThat(story.latest(Event.StepDelivered.class).content().text())
        .doesNotContain("\"rework\"");
  }

  @Test
  void aPersonNamedMayDecideAndAnotherOfTheSameRoleMayNot() {
    Plan plan = Plans.of(human("h").assignees(new Assignee.Person("anna")).step());
    given(submit(plan))
        .when(decide(Actor.BEN, "approved"))
        .thenRejected(Code.NOT_ASSIGNED, "person:anna", "'ben'")
        .when(decide(Actor.ADMIN, "approved"))
        .thenRejected(Code.NOT_ASSIGNED)
        .when(decide(Actor.ANNA, "approved"))
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void aTaskForNobodyInParticularIsForEveryApprover() {
    given(submit(Plans.of(human("h").assignees().step())))
        .when(decide(Actor.AUDITOR, "approved"))
        .thenRejected(Code.NOT_ALLOWED, "APPROVER")
        .when(decide(Actor.MANAGER, "approved"))
        .then("TaskDecided approved", "IntentCompleted");
  }

  @Test
  void onWhoseBehalfIsOnRecordInTheFactTheResultAndTheAudit() {
    Scenario story =
        given(submit(Plans.seed()), complete("{}"))
            .and(decide(Actor.ANNA, "approved").onBehalfOf("carl"));

    assertThat(story.latest(Event.TaskDecided.class).onBehalfOf()).contains("carl");
    assertThat(story.latest(Event.IntentCompleted.class).result().text())
        .contains("\"on_behalf_of\":\"carl\"");
    assertThat(story.audit())
        .singleElement()
        .satisfies(a -> assertThat(a.onBehalfOf()).contains("carl"));
  }

  @Test
  void theDeadlineEscalatesOnceWithTheSameTimeAgainAndThenTimesOut() {
    Plan plan = Plans.of(human("h").deadline(minutes(30)).escalateTo(Plans.MANAGER).step());
    given(submit(plan))
        .whenPassed(minutes(29))
        .then()
        .whenPassed(minutes(2))
        .then("TaskEscalated [role:manager]")
        .whenPassed(minutes(28))
        .then()
        .whenPassed(minutes(2))
        .then("TaskExpired TIME_OUT", "IntentTimedOut task_timeout");
  }

  @Test
  void anEscalationAfterReminderLeavesTheDeadlineWhereItWas() {
    Plan plan =
        Plans.of(
            human("h")
                .deadline(minutes(60))
                .reminders(new Reminders(minutes(10), minutes(5), 1, Optional.of(Plans.MANAGER)))
                .action(DeadlineAction.REJECT)
                .onFailure("undo")
                .step(),
            agent("skip").step(),
            agent("undo").step());
    given(submit(plan))
        .whenPassed(minutes(59))
        .then("TaskReminded 1", "TaskEscalated [role:manager]")
        .whenPassed(minutes(2))
        .then("TaskExpired REJECT", "StepDelivered undo#2");
  }

  @Test
  void outOfTimeWithAWayForFailureGoesThatWay() {
    Plan plan =
        Plans.of(
            human("h").deadline(minutes(30)).onFailure("undo").step(),
            agent("skip").step(),
            agent("undo").step());
    given(submit(plan))
        .whenPassed(minutes(31))
        .then("TaskExpired TIME_OUT", "StepDelivered undo#2");
  }

  @Test
  void nextWithNothingWrittenNextIsNoApprovalEither() {
    Plan plan = Plans.of(human("h").deadline(minutes(30)).action(DeadlineAction.NEXT).step());
    given(submit(plan))
        .whenPassed(minutes(31))
        .then("TaskExpired NEXT", "IntentTimedOut task_timeout");
  }

  @Test
  void theLoserWithAHashIsToldOfTheTaskTheySawEvenWhenTheNextOneIsOpen() {
    Plan plan = Plans.of(human("first").step(), human("second").step());
    Scenario story = given(submit(plan));
    Hash shown = story.task().content();
    story
        .and(decide(Actor.ANNA, "approved"))
        .when(decide(Actor.BEN, "rejected").seeing(1, shown))
        .thenRejected(Code.ALREADY_DECIDED, "'anna'");
    assertThat(story.task().step()).isEqualTo(Plans.id("second"));
  }

  @Test
  void whatPeopleAreShownIsWhatTheHistorySaysAtEachVersionOfTheTask() {
    Plan plan =
        Plans.of(
            agent("a").step(),
            human("h")
                .reminders(new Reminders(minutes(1), minutes(1), 1, Optional.of(Plans.MANAGER)))
                .step(),
            human("i").step());
    Scenario story =
        given(submit(plan), complete("{\"v\":1}"))
            .whenPassed(minutes(3))
            .and(decide(Actor.MANAGER, "approved"));

    assertThat(hashesOfAView(story.history()))
        .hasSize(3)
        .isEqualTo(hashesOfTheDecider(story.history()));
  }

  /// What a view makes of the events alone.
  private static List<Hash> hashesOfAView(List<Happened> history) {
    List<Hash> hashes = new ArrayList<>();
    List<StepResult> results = List.of();
    Event.IntentCreated created = (Event.IntentCreated) history.getFirst().events().getFirst();
    Event.TaskOpened open = null;
    List<Assignee> asked = List.of();
    for (Happened happened : history) {
      for (Event event : happened.events()) {
        results = Results.after(results, event, happened.at(), happened.actor(), happened.door());
        if (event instanceof Event.TaskOpened opened) {
          open = opened;
          asked = List.of();
          hashes.add(hash(created, results, open, asked, 1));
        } else if (event instanceof Event.TaskEscalated escalated && open != null) {
          asked = escalated.to();
          hashes.add(hash(created, results, open, asked, escalated.version()));
        }
      }
    }
    return hashes;
  }

  private static Hash hash(
      Event.IntentCreated created,
      List<StepResult> results,
      Event.TaskOpened open,
      List<Assignee> asked,
      int version) {
    return Hash.of(
        Content.of(
            Ask.ROOT,
            created.intentType(),
            created.from(),
            created.payload(),
            results,
            new Content.Question(open.step(), open.task(), asked, version)));
  }

  private static List<Hash> hashesOfTheDecider(List<Happened> history) {
    List<Hash> hashes = new ArrayList<>();
    for (Happened happened : history) {
      for (Event event : happened.events()) {
        if (event instanceof Event.TaskOpened opened) {
          hashes.add(opened.content());
        } else if (event instanceof Event.TaskEscalated escalated) {
          hashes.add(escalated.content());
        }
      }
    }
    return hashes;
  }
}
