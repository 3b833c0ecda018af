package dev.assent.approval.view;

import static dev.assent.approval.view.History.APPROVAL;
import static dev.assent.approval.view.History.START;
import static dev.assent.approval.view.History.VALIDATE;
import static dev.assent.approval.view.History.created;
import static dev.assent.approval.view.History.hash;
import static dev.assent.approval.view.History.intent;
import static dev.assent.approval.view.History.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskViewTest {
  private static final Assignee ONCALL = new Assignee.Role("sre_oncall");
  private static final Assignee LEAD = new Assignee.Person("lead@acme.example");

  @Test
  void aNewIntentHasNoTask() {
    TaskView view = created(intent(1)).view();

    assertThat(view.task()).isEmpty();
    assertThat(view.status()).isEqualTo(Status.WAITING);
    assertThat(view.lastSeq()).isEqualTo(3);
  }

  @Test
  void anOpenedTaskHasWhatWasAskedAndWhatTheAgentFound() {
    TaskView view = created(intent(1)).opened(ONCALL).view();

    Task task = view.openTask().orElseThrow();
    assertThat(task.assignees()).containsExactly(ONCALL);
    assertThat(task.version()).isEqualTo(1);
    assertThat(task.content()).isEqualTo(hash("1"));
    assertThat(task.since()).isEqualTo(START.plusSeconds(1));
    assertThat(task.dueAt()).contains(START.plusSeconds(3601));
    assertThat(task.remindersMax()).isEqualTo(3);
    assertThat(view.content(task).text())
        .contains("\"payload\":{\"target\":\"prod-postgres-main\"}")
        .contains("\"results\":{\"validate\":{\"action\":\"complete\",\"risk\":\"low\"}}")
        .contains("\"title\":\"Approve the change\"");
  }

  @Test
  void aReminderIsCountedAndDoesNotChangeTheVersion() {
    Task task =
        created(intent(1)).opened(ONCALL).reminded(1).reminded(2).view().task().orElseThrow();

    assertThat(task.reminders()).isEqualTo(2);
    assertThat(task.remindedAt()).contains(START.plusSeconds(3));
    assertThat(task.remindAt()).contains(START.plusSeconds(303));
    assertThat(task.version()).isEqualTo(1);
  }

  @Test
  void afterAnEscalationThoseBeforeAndThoseNamedMayDecide() {
    TaskView view = created(intent(1)).opened(ONCALL).escalated(LEAD).view();

    Task task = view.openTask().orElseThrow();
    assertThat(task.assignees()).containsExactly(ONCALL, LEAD);
    assertThat(task.escalatedTo()).containsExactly(LEAD);
    assertThat(task.version()).isEqualTo(2);
    assertThat(task.content()).isEqualTo(hash("2"));
    assertThat(task.dueAt()).contains(START.plusSeconds(3602));
    assertThat(view.content(task).text()).contains("\"escalated_to\":[\"" + LEAD + "\"]");
  }

  @Test
  void anEscalationOfATaskForEveryoneLeavesItForEveryone() {
    Task task = created(intent(1)).opened().escalated(LEAD).view().openTask().orElseThrow();

    assertThat(task.assignees()).isEmpty();
  }

  @Test
  void aDecidedTaskSaysWhoWhenAndThroughWhichDoor() {
    TaskView view =
        created(intent(1))
            .opened(ONCALL)
            .decided(person("ada"), "approved", Verdict.POSITIVE)
            .view();

    assertThat(view.openTask()).isEmpty();
    Task.Closing closing = view.task().orElseThrow().closed().orElseThrow();
    assertThat(closing).isInstanceOf(Task.Closing.Decided.class);
    Task.Closing.Decided decided = (Task.Closing.Decided) closing;
    assertThat(decided.by().id()).isEqualTo("ada");
    assertThat(decided.at()).isEqualTo(START.plusSeconds(2));
    assertThat(decided.door()).isEqualTo(Door.APPROVALS);
    assertThat(decided.decision().outcome()).isEqualTo("approved");
  }

  @Test
  void whatWasShownStaysTheSameAfterTheDecision() {
    History history = created(intent(1)).opened(ONCALL);
    TaskView before = history.view();
    TaskView after = history.decided(person("ada"), "approved", Verdict.POSITIVE).view();

    assertThat(Hash.of(after.content(after.task().orElseThrow())))
        .isEqualTo(Hash.of(before.content(before.task().orElseThrow())));
  }

  @Test
  void aTaskNobodyAnsweredIsClosedWithWhatHappensNow() {
    Task task =
        created(intent(1))
            .opened(ONCALL)
            .then(new Event.TaskExpired(APPROVAL, 2, Plan.DeadlineAction.NEXT))
            .view()
            .task()
            .orElseThrow();

    assertThat(task.closed())
        .contains(new Task.Closing.Expired(START.plusSeconds(2), Plan.DeadlineAction.NEXT));
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(
            new Event.IntentCompleted(Json.EMPTY, Optional.of("done by phone")),
            Status.COMPLETED,
            "completed by hand, nobody decided: done by phone"),
        Arguments.of(
            new Event.IntentFailed("resolved", "given up", Json.EMPTY),
            Status.FAILED,
            "failed: given up"),
        Arguments.of(
            new Event.IntentCanceled("not needed"), Status.CANCELED, "canceled: not needed"),
        Arguments.of(
            new Event.IntentTimedOut("intent_deadline", "too late"),
            Status.TIMED_OUT,
            "timed out: too late"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void anIntentThatEndsTakesItsOpenTaskBack(Event end, Status status, String why) {
    TaskView view = created(intent(1)).opened(ONCALL).by(person("ada"), Door.GATEWAY, end).view();

    assertThat(view.openTask()).isEmpty();
    assertThat(view.status()).isEqualTo(status);
    assertThat(view.task().orElseThrow().closed())
        .contains(new Task.Closing.Withdrawn(START.plusSeconds(2), person("ada"), why));
  }

  @Test
  void theEndOfAnIntentLeavesADecidedTaskAsItWas() {
    TaskView view =
        created(intent(1))
            .opened(ONCALL)
            .by(
                person("ada"),
                Door.APPROVALS,
                History.decision("approved", Verdict.POSITIVE),
                new Event.IntentCompleted(Json.EMPTY, Optional.empty()))
            .view();

    assertThat(view.status()).isEqualTo(Status.COMPLETED);
    assertThat(view.task().orElseThrow().closed().orElseThrow())
        .isInstanceOf(Task.Closing.Decided.class);
  }

  @Test
  void workSentBackAndAskedAgainIsASecondTaskThatShowsTheFirstDecision() {
    TaskView view =
        created(intent(1))
            .opened(ONCALL)
            .decided(person("ada"), "changes_requested", Verdict.NEUTRAL)
            .then(History.delivered(3))
            .opened(ONCALL)
            .view();

    assertThat(view.tasks()).hasSize(2);
    assertThat(view.tasks().getFirst().open()).isFalse();
    Task second = view.openTask().orElseThrow();
    assertThat(view.content(second).text()).contains("\"outcome\":\"changes_requested\"");
  }

  static Stream<Event> factsThatLeaveTheTaskAsItIs() {
    return Stream.of(
        new Event.StepAcknowledged(VALIDATE, 1),
        new Event.StepProgressed(VALIDATE, 1, Json.EMPTY),
        new Event.StepFailed(VALIDATE, 1, "boom", Json.EMPTY, Optional.empty()),
        new Event.StepTimedOut(VALIDATE, 1),
        new Event.DelayStarted(VALIDATE, 1, "cool down", START),
        new Event.DelayElapsed(VALIDATE, 1),
        new Event.NotificationRequested(VALIDATE, 1, List.of("console"), "ops", "s", "b"),
        new Event.HandedOff("shift ends", Optional.empty()),
        History.delivered(1));
  }

  @ParameterizedTest
  @MethodSource("factsThatLeaveTheTaskAsItIs")
  void otherFactsOnlyRaiseTheSeq(Event event) {
    History history = created(intent(1)).opened(ONCALL);
    Task before = history.view().task().orElseThrow();
    TaskView after = history.then(event).view();

    assertThat(after.task()).contains(before);
    assertThat(after.lastSeq()).isEqualTo(6);
  }

  @Test
  void factsSeenBeforeChangeNothing() {
    History history = created(intent(1)).opened(ONCALL).reminded(1);
    TaskView view = history.view();

    for (Happened again : history.batches()) {
      assertThat(view.after(again)).isEqualTo(view);
    }
  }

  @Test
  void aGapInTheFactsIsRefused() {
    History history = created(intent(1)).opened(ONCALL).reminded(1);
    TaskView early = TaskView.begin(history.batches().getFirst());

    assertThatThrownBy(() -> early.after(history.last()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected seq 4")
        .hasMessageContaining("but got 6");
  }

  @Test
  void aHistoryThatDoesNotBeginWithItsCreationIsRefused() {
    Happened second = created(intent(1)).opened(ONCALL).last();

    assertThatThrownBy(() -> TaskView.begin(second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected intent " + intent(1) + " to begin with IntentCreated");
  }

  @Test
  void onlyPlansWithAHumanStepAskPeople() {
    assertThat(History.plan(Optional.empty()).asksPeople()).isTrue();
    assertThat(History.plainPlan().asksPeople()).isFalse();
  }
}
