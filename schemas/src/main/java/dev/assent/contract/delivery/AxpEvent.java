package dev.assent.contract.delivery;

import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import java.util.Optional;

/// How a fact reads in AXP: the event's type, and the root's status after it (contract section 5.4;
/// docs/lifecycle.md has the table, which a test compares with this).
///
/// @param waitingReason present exactly with WAITING
public record AxpEvent(String type, Status status, Optional<String> waitingReason) {
  public static final String FOR_AGENT = "WAITING_FOR_AGENT";
  public static final String FOR_HUMAN = "WAITING_FOR_HUMAN";
  public static final String FOR_TIME = "WAITING_FOR_TIME";

  /// Empty for a fact that AXP has no word for: it changes no status, and clients are not shown it.
  ///
  /// @param plain whether the intent is its own single agent step ([Plan#plain])
  public static Optional<AxpEvent> of(Event event, boolean plain) {
    return switch (event) {
      case Event.IntentCreated _ -> at("intent.created", Status.CREATED);
      case Event.IntentSubmitted _ -> at("intent.submitted", Status.SUBMITTED);
      case Event.StepDelivered _ ->
          plain ? at("intent.delivered", Status.DELIVERED) : waiting("intent.waiting", FOR_AGENT);
      case Event.StepAcknowledged _ ->
          plain
              ? at("intent.acknowledged", Status.ACKNOWLEDGED)
              : waiting("intent.acknowledged", FOR_AGENT);
      case Event.StepFailed e ->
          e.retryAt().isPresent() ? waiting("intent.waiting", FOR_TIME) : inProgress();
      case Event.TaskOpened _ -> waiting("intent.human_task_assigned", FOR_HUMAN);
      case Event.TaskReminded _ -> waiting("intent.reminder", FOR_HUMAN);
      case Event.TaskEscalated _ -> waiting("intent.escalated", FOR_HUMAN);
      case Event.DelayStarted _ -> waiting("intent.waiting", FOR_TIME);
      case Event.HandedOff _ -> at("intent.transfer", Status.IN_PROGRESS);
      case Event.StepProgressed _,
          Event.StepCompleted _,
          Event.StepTimedOut _,
          Event.TaskDecided _,
          Event.TaskExpired _,
          Event.DelayElapsed _,
          Event.NotificationRequested _ ->
          inProgress();
      case Event.IntentCompleted _ -> at("intent.completed", Status.COMPLETED);
      case Event.IntentFailed _ -> at("intent.failed", Status.FAILED);
      case Event.IntentCanceled _ -> at("intent.canceled", Status.CANCELED);
      case Event.IntentTimedOut _ -> at("intent.timed_out", Status.TIMED_OUT);
      case Event.ControlsChanged _, Event.ThreadNoted _ -> Optional.empty();
    };
  }

  private static Optional<AxpEvent> at(String type, Status status) {
    return Optional.of(new AxpEvent(type, status, Optional.empty()));
  }

  private static Optional<AxpEvent> waiting(String type, String reason) {
    return Optional.of(new AxpEvent(type, Status.WAITING, Optional.of(reason)));
  }

  private static Optional<AxpEvent> inProgress() {
    return at("intent.in_progress", Status.IN_PROGRESS);
  }
}
