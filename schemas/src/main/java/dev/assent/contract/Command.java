package dev.assent.contract;

import dev.assent.contract.task.Shown;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.Optional;

/// What is asked. A [Request] comes through a door; a [FireTimer] is made by the processor's own
/// clock and never travels, so that no client can forge one.
public sealed interface Command {

  /// A command that comes through a door.
  sealed interface Request extends Command {}

  /// Begin a new intent.
  ///
  /// @param from who asks, as AXP writes it (an agent's address or a service's name)
  /// @param to the addressee as the client wrote it
  /// @param replyTo whose inbox gets the completion
  record Submit(
      String intentType,
      String correlationId,
      String from,
      String to,
      Json payload,
      Optional<String> replyTo,
      Optional<Instant> deadlineAt,
      Plan plan)
      implements Request {}

  /// An agent's answer on its step.
  ///
  /// @param body the answer as the agent sent it; the step's result when it is complete
  /// @param reason why it failed; empty text otherwise
  record Report(Kind kind, Json body, String reason) implements Request {
    public enum Kind {
      ACKNOWLEDGE,
      PROGRESS,
      COMPLETE,
      FAIL
    }
  }

  /// A person's answer to the open task.
  ///
  /// @param outcome as the person's client sent it; the decider maps it to one the task allows
  /// @param shown what the person's client says it had shown
  /// @param data the answer's fields
  /// @param evidence whether the answer carries evidence, wherever its client put it
  record Decide(
      String outcome,
      Shown shown,
      String comment,
      Json data,
      boolean evidence,
      Optional<String> onBehalfOf)
      implements Request {}

  /// A manual hand-over (contract section 2.6, `approve_current_step`): on record, nothing is
  /// completed.
  record HandOff(String reason, Optional<String> nextHandler) implements Request {}

  /// End the intent from outside: its initiator knows the result, or gives it up.
  ///
  /// @param status COMPLETED, FAILED or CANCELED
  /// @param body the result or the error
  record Resolve(Status status, Json body, String reason) implements Request {
    public Resolve {
      if (status != Status.COMPLETED && status != Status.FAILED && status != Status.CANCELED) {
        throw new IllegalArgumentException(
            "expected COMPLETED, FAILED or CANCELED, but got " + status);
      }
    }
  }

  /// Change how the intent is carried on, or who may do so (contract section 3.1).
  ///
  /// @param patch what the client sent, with what has no effect here
  record Control(Part part, Json patch, ControlChange change, String reason) implements Request {

    /// Which of the two is changed: each has a right of its own.
    public enum Part {
      CONTROLS,
      POLICY
    }
  }

  /// Something was done with the intent's thread in an inbox.
  record Annotate(ThreadNote note) implements Request {}

  /// A timer of this intent is due.
  record FireTimer(Timer timer) implements Command {}
}
