package dev.assent.wire.codec;

import dev.assent.contract.Door;
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
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.wire.avro.EventData;
import java.util.Optional;

/// [Happened] on the wire. Here each kind of fact finds its record; [EventRecords] fills them.
public final class EventCodec {
  private EventCodec() {}

  public static dev.assent.wire.avro.Happened toAvro(Happened happened) {
    return new dev.assent.wire.avro.Happened(
        happened.intent().value(),
        happened.workspace().org(),
        happened.workspace().name(),
        happened.firstSeq(),
        happened.at(),
        PrincipalCodec.toAvro(happened.actor()),
        happened.door().name(),
        happened.cause().value(),
        happened.body().map(Fields::sha256).orElse(null),
        happened.events().stream().map(EventCodec::toAvro).toList());
  }

  public static Happened fromAvro(dev.assent.wire.avro.Happened data) {
    return new Happened(
        new IntentId(data.getIntent()),
        new Workspace(data.getOrg(), data.getWorkspace()),
        data.getFirstSeq(),
        data.getAt(),
        PrincipalCodec.fromAvro(data.getActor()),
        Fields.constant(Door.class, data.getDoor()),
        new CommandId(data.getCause()),
        Optional.ofNullable(data.getBody()).map(Fields::hash),
        data.getEvents().stream().map(EventCodec::fromAvro).toList());
  }

  public static EventData toAvro(Event event) {
    EventData data = new EventData();
    data.setKind(kind(event));
    switch (event) {
      case IntentCreated e -> data.setIntentCreated(EventRecords.toAvro(e));
      case IntentSubmitted e -> data.setIntentSubmitted(EventRecords.toAvro(e).orElse(null));
      case StepDelivered e -> data.setStepDelivered(EventRecords.toAvro(e));
      case StepAcknowledged e -> data.setStepAcknowledged(EventRecords.toAvro(e));
      case StepProgressed e -> data.setStepProgressed(EventRecords.toAvro(e));
      case StepCompleted e -> data.setStepCompleted(EventRecords.toAvro(e));
      case StepFailed e -> data.setStepFailed(EventRecords.toAvro(e));
      case StepTimedOut e -> data.setStepTimedOut(EventRecords.toAvro(e));
      case TaskOpened e -> data.setTaskOpened(EventRecords.toAvro(e));
      case TaskReminded e -> data.setTaskReminded(EventRecords.toAvro(e));
      case TaskEscalated e -> data.setTaskEscalated(EventRecords.toAvro(e));
      case TaskDecided e -> data.setTaskDecided(EventRecords.toAvro(e));
      case TaskExpired e -> data.setTaskExpired(EventRecords.toAvro(e));
      case DelayStarted e -> data.setDelayStarted(EventRecords.toAvro(e));
      case DelayElapsed e -> data.setDelayElapsed(EventRecords.toAvro(e));
      case NotificationRequested e -> data.setNotificationRequested(EventRecords.toAvro(e));
      case HandedOff e -> data.setHandedOff(EventRecords.toAvro(e));
      case ControlsChanged e -> data.setControlsChanged(ControlCodec.toAvro(e));
      case ThreadNoted e -> data.setThreadNoted(ControlCodec.toAvro(e.note()));
      case IntentCompleted e -> data.setIntentCompleted(EventRecords.toAvro(e));
      case IntentFailed e -> data.setIntentFailed(EventRecords.toAvro(e));
      case IntentCanceled e -> data.setIntentCanceled(EventRecords.toAvro(e));
      case IntentTimedOut e -> data.setIntentTimedOut(EventRecords.toAvro(e));
    }
    return data;
  }

  private static String kind(Event event) {
    return switch (event) {
      case IntentCreated _ -> "IntentCreated";
      case IntentSubmitted _ -> "IntentSubmitted";
      case StepDelivered _ -> "StepDelivered";
      case StepAcknowledged _ -> "StepAcknowledged";
      case StepProgressed _ -> "StepProgressed";
      case StepCompleted _ -> "StepCompleted";
      case StepFailed _ -> "StepFailed";
      case StepTimedOut _ -> "StepTimedOut";
      case TaskOpened _ -> "TaskOpened";
      case TaskReminded _ -> "TaskReminded";
      case TaskEscalated _ -> "TaskEscalated";
      case TaskDecided _ -> "TaskDecided";
      case TaskExpired _ -> "TaskExpired";
      case DelayStarted _ -> "DelayStarted";
      case DelayElapsed _ -> "DelayElapsed";
      case NotificationRequested _ -> "NotificationRequested";
      case HandedOff _ -> "HandedOff";
      case ControlsChanged _ -> "ControlsChanged";
      case ThreadNoted _ -> "ThreadNoted";
      case IntentCompleted _ -> "IntentCompleted";
      case IntentFailed _ -> "IntentFailed";
      case IntentCanceled _ -> "IntentCanceled";
      case IntentTimedOut _ -> "IntentTimedOut";
    };
  }

  public static Event fromAvro(EventData data) {
    String kind = data.getKind();
    return switch (kind) {
      case "IntentCreated" -> EventRecords.fromAvro(Fields.present(data.getIntentCreated(), kind));
      case "IntentSubmitted" -> EventRecords.submitted(data.getIntentSubmitted());
      case "StepDelivered" -> EventRecords.fromAvro(Fields.present(data.getStepDelivered(), kind));
      case "StepAcknowledged" ->
          EventRecords.fromAvro(Fields.present(data.getStepAcknowledged(), kind));
      case "StepProgressed" ->
          EventRecords.fromAvro(Fields.present(data.getStepProgressed(), kind));
      case "StepCompleted" -> EventRecords.fromAvro(Fields.present(data.getStepCompleted(), kind));
      case "StepFailed" -> EventRecords.fromAvro(Fields.present(data.getStepFailed(), kind));
      case "StepTimedOut" -> EventRecords.fromAvro(Fields.present(data.getStepTimedOut(), kind));
      case "TaskOpened" -> EventRecords.fromAvro(Fields.present(data.getTaskOpened(), kind));
      case "TaskReminded" -> EventRecords.fromAvro(Fields.present(data.getTaskReminded(), kind));
      case "TaskEscalated" -> EventRecords.fromAvro(Fields.present(data.getTaskEscalated(), kind));
      case "TaskDecided" -> EventRecords.fromAvro(Fields.present(data.getTaskDecided(), kind));
      case "TaskExpired" -> EventRecords.fromAvro(Fields.present(data.getTaskExpired(), kind));
      case "DelayStarted" -> EventRecords.fromAvro(Fields.present(data.getDelayStarted(), kind));
      case "DelayElapsed" -> EventRecords.fromAvro(Fields.present(data.getDelayElapsed(), kind));
      case "NotificationRequested" ->
          EventRecords.fromAvro(Fields.present(data.getNotificationRequested(), kind));
      case "HandedOff" -> EventRecords.fromAvro(Fields.present(data.getHandedOff(), kind));
      case "ControlsChanged" ->
          ControlCodec.fromAvro(Fields.present(data.getControlsChanged(), kind));
      case "ThreadNoted" ->
          new ThreadNoted(ControlCodec.fromAvro(Fields.present(data.getThreadNoted(), kind)));
      case "IntentCompleted" ->
          EventRecords.fromAvro(Fields.present(data.getIntentCompleted(), kind));
      case "IntentFailed" -> EventRecords.fromAvro(Fields.present(data.getIntentFailed(), kind));
      case "IntentCanceled" ->
          EventRecords.fromAvro(Fields.present(data.getIntentCanceled(), kind));
      case "IntentTimedOut" ->
          EventRecords.fromAvro(Fields.present(data.getIntentTimedOut(), kind));
      default -> throw Fields.unknownKind("event", kind);
    };
  }
}
