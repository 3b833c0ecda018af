package dev.assent.gateway.view;

import static dev.assent.gateway.view.Batches.APPROVE;
import static dev.assent.gateway.view.Batches.START;
import static dev.assent.gateway.view.Batches.VALIDATE;
import static dev.assent.gateway.view.Batches.batch;
import static dev.assent.gateway.view.Batches.decided;
import static dev.assent.gateway.view.Batches.delivered;
import static dev.assent.gateway.view.Batches.id;
import static dev.assent.gateway.view.Batches.submittedPlain;
import static dev.assent.gateway.view.Batches.submittedWorkflow;
import static dev.assent.gateway.view.Batches.validated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Event;
import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntentViewTest {
  private static final IntentId ID = id(1);

  @Test
  void aPlainIntentIsDeliveredUnderItsOwnId() {
    IntentView view = IntentView.of(submittedPlain(ID));

    assertThat(view.status()).isEqualTo(Status.DELIVERED);
    assertThat(types(view.events()))
        .containsExactly("intent.created", "intent.submitted", "intent.delivered");
    assertThat(view.openDeliveries())
        .containsExactly(new IntentView.Delivery(ID, 1, Batches.AGENT));
    assertThat(view.steps()).isEmpty();
    assertThat(view.pendingWith().map(PendingWith::name)).contains("validator");
  }

  @Test
  void aStepIntentIsAnIntentOfItsOwn() {
    IntentView view = IntentView.of(submittedWorkflow(ID));
    StepView step = view.step(ID.step(1)).orElseThrow();

    assertThat(view.status()).isEqualTo(Status.WAITING);
    assertThat(view.waitingReason()).contains("WAITING_FOR_AGENT");
    assertThat(step.status()).isEqualTo(Status.DELIVERED);
    assertThat(step.content().text()).contains("parent_payload");
    assertThat(types(step.events()))
        .containsExactly("intent.created", "intent.submitted", "intent.delivered");
    assertThat(step.events()).extracting(HistoryEvent::seq).containsExactly(1, 2, 3);
    assertThat(view.openDeliveries()).extracting(IntentView.Delivery::intent).contains(ID.step(1));
    assertThat(view.knows(ID.step(1))).isTrue();
    assertThat(view.knows(ID.step(2))).isFalse();
  }

  @Test
  void aHumanStepLivesOnTheRoot() {
    IntentView view = IntentView.of(submittedWorkflow(ID)).after(validated(ID));

    assertThat(view.status()).isEqualTo(Status.WAITING);
    assertThat(view.waitingReason()).contains("WAITING_FOR_HUMAN");
    assertThat(view.task().map(OpenTask::step)).contains(APPROVE);
    assertThat(view.task().flatMap(OpenTask::dueAt)).contains(START.plusSeconds(3600));
    assertThat(view.openDeliveries()).isEmpty();
    HistoryEvent assigned = view.events().getLast();
    assertThat(assigned.type()).isEqualTo("intent.human_task_assigned");
    assertThat(assigned.task()).contains(Batches.TASK);
    assertThat(assigned.pendingWith().map(PendingWith::type)).contains(PendingWith.Type.HUMAN);
    assertThat(view.step(1).map(StepView::status)).contains(Status.COMPLETED);
  }

  @Test
  void aDecisionIsOnRecordWithWhoAndHow() {
    IntentView view = IntentView.of(submittedWorkflow(ID)).after(validated(ID)).after(decided(ID));

    assertThat(view.status()).isEqualTo(Status.COMPLETED);
    assertThat(view.result()).contains(new Json("{\"done\":true}"));
    assertThat(view.task()).isEmpty();
    assertThat(view.pendingWith()).isEmpty();
    HistoryEvent decision = view.events().get(5);
    assertThat(decision.status()).isEqualTo(Status.IN_PROGRESS);
    assertThat(decision.details())
        .containsEntry("decided_by", Json.string("somebody"))
        .containsEntry("channel", Json.string("gateway"))
        .containsEntry("raw_outcome", Json.string("approve"))
        .containsKey("task_result");
    assertThat(view.events()).extracting(HistoryEvent::seq).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void theSameBatchTwiceChangesNothing() {
    IntentView view = IntentView.of(submittedWorkflow(ID)).after(validated(ID));

    assertThat(view.after(validated(ID))).isSameAs(view);
    assertThat(view.after(submittedWorkflow(ID))).isSameAs(view);
  }

  @Test
  void remindersAndEscalationsKeepTheTaskOpen() {
    Assignee lead = new Assignee.Role("lead");
    IntentView view =
        IntentView.of(submittedWorkflow(ID))
            .after(validated(ID))
            .after(
                batch(
                    ID,
                    6,
                    new Event.TaskReminded(APPROVE, 2, 1, Optional.empty(), Optional.empty()),
                    new Event.TaskEscalated(
                        APPROVE,
                        2,
                        List.of(lead),
                        2,
                        Hash.of("more"),
                        "no answer",
                        Optional.empty())));

    assertThat(view.status()).isEqualTo(Status.WAITING);
    assertThat(view.reminders()).isEqualTo(1);
    assertThat(view.task().map(OpenTask::version)).contains(2);
    assertThat(view.pendingWith().map(PendingWith::name)).contains("lead");
    assertThat(types(view.events().subList(5, 7)))
        .containsExactly("intent.reminder", "intent.escalated");
    assertThat(view.events().getLast().details())
        .containsEntry("escalated_to", Json.string("lead"));
  }

  @Test
  void aRedeliveryRepeatsTheStepAndAnEndWithdrawsIt() {
    IntentView view =
        IntentView.of(submittedWorkflow(ID))
            .after(batch(ID, 4, delivered(1, 2)))
            .after(batch(ID, 5, new Event.IntentCanceled("given up")));

    StepView step = view.step(1).orElseThrow();
    assertThat(step.attempt()).isEqualTo(2);
    assertThat(step.status()).isEqualTo(Status.CANCELED);
    assertThat(types(step.events()).getLast()).isEqualTo("intent.canceled");
    assertThat(view.status()).isEqualTo(Status.CANCELED);
    assertThat(view.openDeliveries()).isEmpty();
    assertThat(view.failureReason()).contains("given up");
  }

  @Test
  void agentsReportsAreOnBothHistories() {
    IntentView view =
        IntentView.of(submittedWorkflow(ID))
            .after(
                batch(
                    ID,
                    4,
                    new Event.StepAcknowledged(VALIDATE, 1),
                    new Event.StepProgressed(VALIDATE, 1, new Json("{\"percent\":50}"))))
            .after(
                batch(
                    ID,
                    6,
                    new Event.StepFailed(
                        VALIDATE, 1, "no disk", Json.EMPTY, Optional.of(START.plusSeconds(60))),
                    delivered(2, 1)));

    assertThat(types(view.step(1).orElseThrow().events()).subList(3, 6))
        .containsExactly("intent.acknowledged", "intent.in_progress", "intent.failed");
    assertThat(view.step(1).flatMap(StepView::reason)).contains("no disk");
    assertThat(view.step(2).map(StepView::status)).contains(Status.DELIVERED);
    assertThat(view.events().get(5).waitingReason()).contains("WAITING_FOR_TIME");
    assertThat(view.openDeliveries()).extracting(IntentView.Delivery::ordinal).containsExactly(2);
  }

  @Test
  void aLongResultIsLeftOutOfTheEventAndKeptInTheIntent() {
    Json longResult = new Json("{\"text\":\"" + "x".repeat(20_000) + "\"}");
    IntentView view =
        IntentView.of(submittedPlain(ID))
            .after(batch(ID, 4, new Event.IntentCompleted(longResult, Optional.empty())));

    assertThat(view.events().getLast().details()).containsKey("result_omitted");
    assertThat(view.result()).contains(longResult);
  }

  @Test
  void aHistoryThatDoesNotBeginIsRefused() {
    assertThatThrownBy(() -> IntentView.of(validated(ID)))
        .hasMessageContaining("expected IntentCreated with seq 1 first, but got StepCompleted");
  }

  private static List<String> types(List<HistoryEvent> events) {
    return events.stream().map(HistoryEvent::type).toList();
  }
}
