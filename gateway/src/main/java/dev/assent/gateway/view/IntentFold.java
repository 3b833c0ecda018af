package dev.assent.gateway.view;

import dev.assent.contract.Event;
import dev.assent.contract.Event.ControlsChanged;
import dev.assent.contract.Event.DelayElapsed;
import dev.assent.contract.Event.DelayStarted;
import dev.assent.contract.Event.HandedOff;
import dev.assent.contract.Event.IntentCanceled;
import dev.assent.contract.Event.IntentCompleted;
import dev.assent.contract.Event.IntentCreated;
import dev.assent.contract.Event.IntentFailed;
import dev.assent.contract.Event.IntentSubmitted;
import dev.assent.contract.Event.IntentTimedOut;
import dev.assent.contract.Event.NotificationRequested;
import dev.assent.contract.Event.StepAcknowledged;
import dev.assent.contract.Event.StepCompleted;
import dev.assent.contract.Event.StepDelivered;
import dev.assent.contract.Event.StepFailed;
import dev.assent.contract.Event.StepProgressed;
import dev.assent.contract.Event.StepTimedOut;
import dev.assent.contract.Event.TaskDecided;
import dev.assent.contract.Event.TaskEscalated;
import dev.assent.contract.Event.TaskExpired;
import dev.assent.contract.Event.TaskOpened;
import dev.assent.contract.Event.TaskReminded;
import dev.assent.contract.Event.ThreadNoted;
import dev.assent.contract.Happened;
import dev.assent.contract.content.Results;
import dev.assent.contract.delivery.AxpEvent;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// One batch on its way into an [IntentView]. [AxpEvent] says how a fact reads and which status it
/// leaves behind; this says with whom the intent then lies, what its steps see, and the details.
final class IntentFold {
  private final IntentView before;
  private final Happened batch;
  private final String actor;
  private final List<HistoryEvent> events;
  private final Map<Integer, StepView> steps;
  private ControlsView controls;
  private IntentThread thread;
  private Now now;
  private Optional<IntentView.Delivery> plainDelivery;

  IntentFold(IntentView before, Happened batch) {
    this.before = before;
    this.batch = batch;
    this.actor = batch.actor().id();
    this.events = new ArrayList<>(before.events());
    this.steps = before.stepsByOrdinal();
    this.controls = before.controls();
    this.thread = before.thread();
    this.now = before.now();
    this.plainDelivery = before.plainDelivery();
  }

  IntentView folded() {
    return before.with(now, steps, plainDelivery, events, controls, thread);
  }

  void apply(Event event, int seq) {
    AxpEvent.of(event, before.created().plan().plain())
        .ifPresentOrElse(axp -> apply(event, axp, seq), () -> applyUnseen(event, seq));
  }

  private void apply(Event event, AxpEvent axp, int seq) {
    Now then = now;
    now =
        then.in(axp.status(), axp.waitingReason(), batch.at())
            .knowing(Results.after(then.results(), event, batch.at(), batch.actor(), batch.door()));
    Details details = changed(event, then);
    events.add(
        new HistoryEvent(
            before.id(),
            seq,
            axp.type(),
            axp.status(),
            axp.waitingReason(),
            batch.at(),
            actor,
            now.pendingWith(),
            now.task().map(OpenTask::question),
            details.map()));
  }

  /// It moves nothing, so all that is known stays.
  private void applyUnseen(Event event, int seq) {
    Details details = changed(event, now);
    now = now.at(batch.at());
    events.add(
        new HistoryEvent(
            before.id(),
            seq,
            event instanceof ThreadNoted ? "thread.noted" : "controls.changed",
            now.status(),
            now.waitingReason(),
            batch.at(),
            actor,
            now.pendingWith(),
            now.task().map(OpenTask::question),
            details.map()));
  }

  private Details changed(Event event, Now then) {
    return switch (event) {
      case IntentCreated _, IntentSubmitted _ -> Details.none();
      case StepDelivered e -> delivered(e);
      case StepAcknowledged e -> acknowledged(e, then);
      case StepProgressed e -> progressed(e, then);
      case StepCompleted e -> completed(e);
      case StepFailed e -> failed(e);
      case StepTimedOut e -> timedOut(e);
      case TaskOpened e -> opened(e);
      case TaskReminded e -> reminded(e, then);
      case TaskEscalated e -> escalated(e, then);
      case TaskDecided e -> decided(e);
      case TaskExpired e -> step(e.step()).text("expired", word(e.action()));
      case DelayStarted e -> delayed(e);
      case DelayElapsed e -> step(e.step());
      case NotificationRequested e -> notified(e);
      case HandedOff e -> handedOff(e);
      case ControlsChanged e -> {
        controls = controls.after(e);
        yield Details.of("reason", e.reason());
      }
      case ThreadNoted e -> {
        thread =
            thread.noted(
                new IntentThread.Noted(lastSeq() + 1, batch.at(), actor, e.note()),
                before.workspace());
        yield Details.none();
      }
      case IntentCompleted e -> {
        now = now.completed(e.result());
        Details details = ended(then).json("result", e.result());
        yield e.resolved()
            .map(why -> details.json("resolved", Json.bool(true)).text("reason", why))
            .orElse(details);
      }
      case IntentFailed e -> {
        now = now.failed(e.code(), e.reason(), e.error());
        yield ended(then)
            .text("code", e.code())
            .text("reason", e.reason())
            .json("error", e.error());
      }
      case IntentCanceled e -> {
        now = now.failed("canceled", e.reason(), Json.EMPTY);
        yield ended(then).text("reason", e.reason());
      }
      case IntentTimedOut e -> {
        now = now.failed(e.code(), e.reason(), Json.EMPTY);
        yield ended(then).text("code", e.code()).text("reason", e.reason());
      }
    };
  }

  private int lastSeq() {
    return events.isEmpty() ? 0 : events.getLast().seq();
  }

  private Details delivered(StepDelivered e) {
    now = now.with(PendingWith.agent(e.agent())).delivered(e.attempt());
    Details details = step(e.step()).text("delivery_attempt", Integer.toString(e.attempt()));
    if (before.created().plan().plain()) {
      plainDelivery = Optional.of(new IntentView.Delivery(before.id(), e.ordinal(), e.agent()));
      return details;
    }
    StepView run = steps.get(e.ordinal());
    steps.put(
        e.ordinal(),
        run == null
            ? StepView.delivered(before.id().step(e.ordinal()), e, batch.at(), actor)
            : run.redelivered(e.attempt(), batch.at(), actor));
    return details.text("step_intent_id", before.id().step(e.ordinal()).toString());
  }

  private Details acknowledged(StepAcknowledged e, Now then) {
    onStep(e.ordinal(), run -> run.acknowledged(batch.at(), actor));
    then.pendingWith().ifPresent(holder -> now = now.with(holder));
    return step(e.step());
  }

  private Details progressed(StepProgressed e, Now then) {
    onStep(e.ordinal(), run -> run.progressed(e.body(), batch.at(), actor));
    then.pendingWith().ifPresent(holder -> now = now.with(holder));
    return step(e.step()).json("progress", e.body());
  }

  private Details completed(StepCompleted e) {
    onStep(e.ordinal(), run -> run.completed(e.result(), batch.at(), actor));
    plainDelivery = Optional.empty();
    return step(e.step()).json("result", e.result());
  }

  private Details failed(StepFailed e) {
    onStep(e.ordinal(), run -> run.failed(e.reason(), e.body(), batch.at(), actor));
    plainDelivery = Optional.empty();
    if (e.retryAt().isPresent()) {
      now = now.with(PendingWith.internal(e.step().value()));
    }
    return step(e.step()).text("reason", e.reason()).time("retry_at", e.retryAt());
  }

  private Details timedOut(StepTimedOut e) {
    onStep(e.ordinal(), run -> run.timedOut(batch.at(), actor));
    plainDelivery = Optional.empty();
    return step(e.step()).text("reason", "step_timeout");
  }

  private Details opened(TaskOpened e) {
    now = now.asking(e.at(batch.at()));
    return step(e.step()).number("task_version", e.version()).time("due_at", e.deadlineAt());
  }

  private Details reminded(TaskReminded e, Now then) {
    OpenTask open = open(then);
    now = now.asking(open.at(e.of(open.run())));
    return step(e.step()).number("remind_count", e.count());
  }

  private Details escalated(TaskEscalated e, Now then) {
    OpenTask open = open(then);
    now = now.asking(open.at(e.of(open.run())));
    return step(e.step())
        .number("task_version", e.version())
        .text(
            "escalated_to",
            e.to().stream().map(PendingWith::plain).collect(Collectors.joining(", ")))
        .text("reason", e.reason())
        .time("due_at", e.deadlineAt());
  }

  private Details decided(TaskDecided e) {
    Details details =
        step(e.step())
            .number("task_version", e.version())
            .json("task_result", Results.decided(e, batch.at(), batch.actor(), batch.door()))
            .text("decided_by", actor)
            .text("channel", word(batch.door()))
            .text("raw_outcome", e.rawOutcome())
            .text("content_hash", e.content().hex());
    e.onBehalfOf().ifPresent(who -> details.text("on_behalf_of", who));
    return details;
  }

  private Details delayed(DelayStarted e) {
    now = now.with(PendingWith.internal(e.step().value()));
    return step(e.step()).text("reason", e.reason()).time("until", Optional.of(e.until()));
  }

  private Details notified(NotificationRequested e) {
    return step(e.step()).text("notified", e.to()).text("subject", e.subject());
  }

  private Details handedOff(HandedOff e) {
    Details details = Details.of("reason", e.reason());
    e.nextHandler()
        .ifPresent(
            next -> {
              now = now.with(PendingWith.handler(next));
              details.text("next_handler", next);
            });
    return details;
  }

  /// @param then before the end: a question that was open has nobody's decision
  private Details ended(Now then) {
    steps.replaceAll(
        (_, run) -> run.status().ended() ? run : run.withdrawn(now.status(), batch.at(), actor));
    plainDelivery = Optional.empty();
    Details details = Details.none();
    then.task().ifPresent(open -> details.text("undecided_step_id", open.step().value()));
    return details;
  }

  private void onStep(int ordinal, UnaryOperator<StepView> change) {
    steps.computeIfPresent(ordinal, (_, run) -> change.apply(run));
  }

  private OpenTask open(Now then) {
    return then.task()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected an open task in " + before.id() + ", but there is none"));
  }

  private static Details step(StepId step) {
    return Details.of("step_id", step.value());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
