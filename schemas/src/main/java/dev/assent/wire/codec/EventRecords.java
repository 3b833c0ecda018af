package dev.assent.wire.codec;

import dev.assent.contract.Advice;
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
import dev.assent.contract.Plan;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.DelayElapsedData;
import dev.assent.wire.avro.DelayStartedData;
import dev.assent.wire.avro.HandedOffData;
import dev.assent.wire.avro.IntentCanceledData;
import dev.assent.wire.avro.IntentCompletedData;
import dev.assent.wire.avro.IntentCreatedData;
import dev.assent.wire.avro.IntentFailedData;
import dev.assent.wire.avro.IntentSubmittedData;
import dev.assent.wire.avro.IntentTimedOutData;
import dev.assent.wire.avro.NotificationRequestedData;
import dev.assent.wire.avro.StepAcknowledgedData;
import dev.assent.wire.avro.StepCompletedData;
import dev.assent.wire.avro.StepDeliveredData;
import dev.assent.wire.avro.StepFailedData;
import dev.assent.wire.avro.StepProgressedData;
import dev.assent.wire.avro.StepTimedOutData;
import dev.assent.wire.avro.TaskDecidedData;
import dev.assent.wire.avro.TaskEscalatedData;
import dev.assent.wire.avro.TaskExpiredData;
import dev.assent.wire.avro.TaskOpenedData;
import dev.assent.wire.avro.TaskRemindedData;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Each fact and its record, field by field.
final class EventRecords {
  private EventRecords() {}

  static IntentCreatedData toAvro(IntentCreated e) {
    return new IntentCreatedData(
        e.workspace().org(),
        e.workspace().name(),
        e.intentType(),
        e.correlationId(),
        e.from(),
        e.to(),
        e.payload().text(),
        e.replyTo().orElse(null),
        e.deadlineAt().orElse(null),
        PlanCodec.toAvro(e.plan()));
  }

  static IntentCreated fromAvro(IntentCreatedData d) {
    return new IntentCreated(
        new Workspace(d.getOrg(), d.getWorkspace()),
        d.getIntentType(),
        d.getCorrelationId(),
        d.getFrom(),
        d.getTo(),
        new Json(d.getPayload()),
        Optional.ofNullable(d.getReplyTo()),
        Optional.ofNullable(d.getDeadlineAt()),
        PlanCodec.fromAvro(d.getPlan()));
  }

  /// Empty where there was nothing to tell, as before there was any advice.
  static Optional<IntentSubmittedData> toAvro(IntentSubmitted e) {
    Advice advice = e.advice();
    return advice.equals(Advice.NONE)
        ? Optional.empty()
        : Optional.of(
            new IntentSubmittedData(advice.warnings(), advice.nearestType().orElse(null)));
  }

  static IntentSubmitted submitted(@Nullable IntentSubmittedData data) {
    return data == null
        ? new IntentSubmitted()
        : new IntentSubmitted(
            new Advice(data.getWarnings(), Optional.ofNullable(data.getNearestType())));
  }

  static StepDeliveredData toAvro(StepDelivered e) {
    return new StepDeliveredData(
        e.step().value(),
        e.ordinal(),
        e.agent().toString(),
        e.topic(),
        e.content().text(),
        e.attempt(),
        e.redeliverAt().orElse(null),
        e.deadlineAt().orElse(null));
  }

  static StepDelivered fromAvro(StepDeliveredData d) {
    return new StepDelivered(
        new StepId(d.getStep()),
        d.getOrdinal(),
        PlanCodec.address(d.getAgent()),
        d.getTopic(),
        new Json(d.getContent()),
        d.getAttempt(),
        Optional.ofNullable(d.getRedeliverAt()),
        Optional.ofNullable(d.getDeadlineAt()));
  }

  static StepAcknowledgedData toAvro(StepAcknowledged e) {
    return new StepAcknowledgedData(e.step().value(), e.ordinal());
  }

  static StepAcknowledged fromAvro(StepAcknowledgedData d) {
    return new StepAcknowledged(new StepId(d.getStep()), d.getOrdinal());
  }

  static StepProgressedData toAvro(StepProgressed e) {
    return new StepProgressedData(e.step().value(), e.ordinal(), e.body().text());
  }

  static StepProgressed fromAvro(StepProgressedData d) {
    return new StepProgressed(new StepId(d.getStep()), d.getOrdinal(), new Json(d.getBody()));
  }

  static StepCompletedData toAvro(StepCompleted e) {
    return new StepCompletedData(e.step().value(), e.ordinal(), e.result().text());
  }

  static StepCompleted fromAvro(StepCompletedData d) {
    return new StepCompleted(new StepId(d.getStep()), d.getOrdinal(), new Json(d.getResult()));
  }

  static StepFailedData toAvro(StepFailed e) {
    return new StepFailedData(
        e.step().value(), e.ordinal(), e.reason(), e.body().text(), e.retryAt().orElse(null));
  }

  static StepFailed fromAvro(StepFailedData d) {
    return new StepFailed(
        new StepId(d.getStep()),
        d.getOrdinal(),
        d.getReason(),
        new Json(d.getBody()),
        Optional.ofNullable(d.getRetryAt()));
  }

  static StepTimedOutData toAvro(StepTimedOut e) {
    return new StepTimedOutData(e.step().value(), e.ordinal());
  }

  static StepTimedOut fromAvro(StepTimedOutData d) {
    return new StepTimedOut(new StepId(d.getStep()), d.getOrdinal());
  }

  static TaskOpenedData toAvro(TaskOpened e) {
    return new TaskOpenedData(
        e.step().value(),
        e.ordinal(),
        HumanTaskCodec.toAvro(e.task()),
        e.version(),
        Fields.sha256(e.content()),
        e.remindAt().orElse(null),
        e.escalateAt().orElse(null),
        e.deadlineAt().orElse(null));
  }

  static TaskOpened fromAvro(TaskOpenedData d) {
    return new TaskOpened(
        new StepId(d.getStep()),
        d.getOrdinal(),
        HumanTaskCodec.fromAvro(d.getTask()),
        d.getVersion(),
        Fields.hash(d.getContent()),
        Optional.ofNullable(d.getRemindAt()),
        Optional.ofNullable(d.getEscalateAt()),
        Optional.ofNullable(d.getDeadlineAt()));
  }

  static TaskRemindedData toAvro(TaskReminded e) {
    return new TaskRemindedData(
        e.step().value(),
        e.ordinal(),
        e.count(),
        e.remindAt().orElse(null),
        e.escalateAt().orElse(null));
  }

  static TaskReminded fromAvro(TaskRemindedData d) {
    return new TaskReminded(
        new StepId(d.getStep()),
        d.getOrdinal(),
        d.getCount(),
        Optional.ofNullable(d.getRemindAt()),
        Optional.ofNullable(d.getEscalateAt()));
  }

  static TaskEscalatedData toAvro(TaskEscalated e) {
    return new TaskEscalatedData(
        e.step().value(),
        e.ordinal(),
        HumanTaskCodec.toAvro(e.to()),
        e.version(),
        Fields.sha256(e.content()),
        e.reason(),
        e.deadlineAt().orElse(null));
  }

  static TaskEscalated fromAvro(TaskEscalatedData d) {
    return new TaskEscalated(
        new StepId(d.getStep()),
        d.getOrdinal(),
        HumanTaskCodec.fromAvro(d.getTo()),
        d.getVersion(),
        Fields.hash(d.getContent()),
        d.getReason(),
        Optional.ofNullable(d.getDeadlineAt()));
  }

  static TaskDecidedData toAvro(TaskDecided e) {
    return new TaskDecidedData(
        e.step().value(),
        e.ordinal(),
        e.version(),
        Fields.sha256(e.content()),
        e.outcome(),
        e.rawOutcome(),
        e.verdict().name(),
        e.comment(),
        e.data().text(),
        e.onBehalfOf().orElse(null));
  }

  static TaskDecided fromAvro(TaskDecidedData d) {
    return new TaskDecided(
        new StepId(d.getStep()),
        d.getOrdinal(),
        d.getVersion(),
        Fields.hash(d.getContent()),
        d.getOutcome(),
        d.getRawOutcome(),
        Fields.constant(TaskType.Verdict.class, d.getVerdict()),
        d.getComment(),
        new Json(d.getData()),
        Optional.ofNullable(d.getOnBehalfOf()));
  }

  static TaskExpiredData toAvro(TaskExpired e) {
    return new TaskExpiredData(e.step().value(), e.ordinal(), e.action().name());
  }

  static TaskExpired fromAvro(TaskExpiredData d) {
    return new TaskExpired(
        new StepId(d.getStep()),
        d.getOrdinal(),
        Fields.constant(Plan.DeadlineAction.class, d.getAction()));
  }

  static DelayStartedData toAvro(DelayStarted e) {
    return new DelayStartedData(e.step().value(), e.ordinal(), e.reason(), e.until());
  }

  static DelayStarted fromAvro(DelayStartedData d) {
    return new DelayStarted(new StepId(d.getStep()), d.getOrdinal(), d.getReason(), d.getUntil());
  }

  static DelayElapsedData toAvro(DelayElapsed e) {
    return new DelayElapsedData(e.step().value(), e.ordinal());
  }

  static DelayElapsed fromAvro(DelayElapsedData d) {
    return new DelayElapsed(new StepId(d.getStep()), d.getOrdinal());
  }

  static NotificationRequestedData toAvro(NotificationRequested e) {
    return new NotificationRequestedData(
        e.step().value(), e.ordinal(), e.channels(), e.to(), e.subject(), e.body());
  }

  static NotificationRequested fromAvro(NotificationRequestedData d) {
    return new NotificationRequested(
        new StepId(d.getStep()),
        d.getOrdinal(),
        d.getChannels(),
        d.getTo(),
        d.getSubject(),
        d.getBody());
  }

  static HandedOffData toAvro(HandedOff e) {
    return new HandedOffData(e.reason(), e.nextHandler().orElse(null));
  }

  static HandedOff fromAvro(HandedOffData d) {
    return new HandedOff(d.getReason(), Optional.ofNullable(d.getNextHandler()));
  }

  static IntentCompletedData toAvro(IntentCompleted e) {
    return new IntentCompletedData(e.result().text(), e.resolved().orElse(null));
  }

  static IntentCompleted fromAvro(IntentCompletedData d) {
    return new IntentCompleted(new Json(d.getResult()), Optional.ofNullable(d.getResolved()));
  }

  static IntentFailedData toAvro(IntentFailed e) {
    return new IntentFailedData(e.code(), e.reason(), e.error().text());
  }

  static IntentFailed fromAvro(IntentFailedData d) {
    return new IntentFailed(d.getCode(), d.getReason(), new Json(d.getError()));
  }

  static IntentCanceledData toAvro(IntentCanceled e) {
    return new IntentCanceledData(e.reason());
  }

  static IntentCanceled fromAvro(IntentCanceledData d) {
    return new IntentCanceled(d.getReason());
  }

  static IntentTimedOutData toAvro(IntentTimedOut e) {
    return new IntentTimedOutData(e.code(), e.reason());
  }

  static IntentTimedOut fromAvro(IntentTimedOutData d) {
    return new IntentTimedOut(d.getCode(), d.getReason());
  }
}
