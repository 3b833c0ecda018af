package dev.assent.contract;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Grant;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What happened: one fact in an intent's history, numbered by *seq*. Whatever needed thought (due
/// times, the next step, the outcome an answer stands for) is computed when deciding and carried
/// here. `ordinal` is the run of the step that a fact belongs to ([IntentId#ordinal]).
public sealed interface Event {

  /// The intent exists. Always seq 1.
  record IntentCreated(
      Workspace workspace,
      String intentType,
      String correlationId,
      String from,
      String to,
      Json payload,
      Optional<String> replyTo,
      Optional<Instant> deadlineAt,
      Plan plan)
      implements Event {}

  /// Its plan is accepted and begins. Always seq 2.
  ///
  /// @param advice what the author of its request was told; a repeat of the request is told the
  ///   same, whatever has changed since
  record IntentSubmitted(Advice advice) implements Event {
    /// Of a request of which there was nothing to tell.
    public IntentSubmitted() {
      this(Advice.NONE);
    }
  }

  /// An agent's step is handed out: attempt 1 starts the step, later ones repeat the same delivery.
  ///
  /// @param content what the agent gets as payload
  /// @param redeliverAt when it is written again unless acknowledged; absent for the last attempt
  record StepDelivered(
      StepId step,
      int ordinal,
      AgentAddress agent,
      boolean topic,
      Json content,
      int attempt,
      Optional<Instant> redeliverAt,
      Optional<Instant> deadlineAt)
      implements Event {}

  record StepAcknowledged(StepId step, int ordinal) implements Event {}

  record StepProgressed(StepId step, int ordinal, Json body) implements Event {}

  record StepCompleted(StepId step, int ordinal, Json result) implements Event {}

  /// @param retryAt when the step is tried again; absent when it is not
  record StepFailed(StepId step, int ordinal, String reason, Json body, Optional<Instant> retryAt)
      implements Event {}

  record StepTimedOut(StepId step, int ordinal) implements Event {}

  /// A question is put to people.
  ///
  /// @param version 1 when the task opens, one more with every change of it
  /// @param content hash of the canonical content that people are shown
  record TaskOpened(
      StepId step,
      int ordinal,
      HumanTask task,
      int version,
      Hash content,
      Optional<Instant> remindAt,
      Optional<Instant> escalateAt,
      Optional<Instant> deadlineAt)
      implements Event {
    /// The run of a human step that begins with it.
    public TaskRun run() {
      return TaskRun.opened(step, ordinal, version, content, remindAt, escalateAt, deadlineAt);
    }

    /// The question that is open from then on.
    public OpenTask at(Instant when) {
      return new OpenTask(task, when, run());
    }
  }

  /// @param count which reminder this is, from 1
  record TaskReminded(
      StepId step, int ordinal, int count, Optional<Instant> remindAt, Optional<Instant> escalateAt)
      implements Event {
    /// The run after it.
    public TaskRun of(TaskRun before) {
      return before.reminded(count, remindAt, escalateAt);
    }
  }

  /// Somebody else is asked. The assignees named in `to` may decide from now on, besides those
  /// before.
  record TaskEscalated(
      StepId step,
      int ordinal,
      List<Assignee> to,
      int version,
      Hash content,
      String reason,
      Optional<Instant> deadlineAt)
      implements Event {
    public TaskEscalated {
      to = List.copyOf(to);
    }

    /// The run after it.
    public TaskRun of(TaskRun before) {
      return before.escalated(to, version, content, deadlineAt);
    }
  }

  /// A person decided.
  ///
  /// @param outcome one of the task's outcomes
  /// @param rawOutcome what the person's client sent
  record TaskDecided(
      StepId step,
      int ordinal,
      int version,
      Hash content,
      String outcome,
      String rawOutcome,
      TaskType.Verdict verdict,
      String comment,
      Json data,
      Optional<String> onBehalfOf)
      implements Event {}

  /// Nobody decided in time.
  record TaskExpired(StepId step, int ordinal, Plan.DeadlineAction action) implements Event {}

  record DelayStarted(StepId step, int ordinal, String reason, Instant until) implements Event {}

  record DelayElapsed(StepId step, int ordinal) implements Event {}

  record NotificationRequested(
      StepId step, int ordinal, List<String> channels, String to, String subject, String body)
      implements Event {
    public NotificationRequested {
      channels = List.copyOf(channels);
    }
  }

  record HandedOff(String reason, Optional<String> nextHandler) implements Event {}

  /// How the intent is carried on, or who may do so, has changed.
  ///
  /// @param generation 2 with the first change, one more with each
  /// @param deadlineAt when the intent must have ended now; absent when that stays as it is
  /// @param retriesMax absent when that stays as it is; so is `retryDelay`
  /// @param grants all that are in force now
  record ControlsChanged(
      Command.Control.Part part,
      int generation,
      Json patch,
      String reason,
      Optional<Instant> deadlineAt,
      Optional<Integer> retriesMax,
      Optional<Duration> retryDelay,
      List<Grant> grants)
      implements Event {
    public ControlsChanged {
      grants = List.copyOf(grants);
    }
  }

  /// Something was done with the intent's thread. The only fact that may follow an end.
  record ThreadNoted(ThreadNote note) implements Event {}

  /// @param result the last step's result, or what the resolver sent
  /// @param resolved the reason given by whoever completed it from outside; absent when its plan
  ///   came to its end
  record IntentCompleted(Json result, Optional<String> resolved) implements Event {}

  /// @param code a stable word for the cause, for example `step_failed`, `rejected`, `resolved`
  record IntentFailed(String code, String reason, Json error) implements Event {}

  record IntentCanceled(String reason) implements Event {}

  /// @param code `intent_deadline`, `step_timeout` or `task_timeout`
  record IntentTimedOut(String code, String reason) implements Event {}
}
