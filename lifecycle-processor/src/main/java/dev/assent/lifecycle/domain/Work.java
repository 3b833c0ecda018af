package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import java.time.Instant;
import java.util.Optional;

/// What a running intent is busy with.
public sealed interface Work {

  /// Nothing: only between two facts of one command.
  record Between() implements Work {}

  /// An agent has the step.
  ///
  /// @param attempt how often its delivery was written, from 1
  /// @param retries how often the step was tried before this run
  /// @param redeliverAt absent once the agent was heard of
  record AgentRun(
      StepId step,
      int ordinal,
      AgentAddress agent,
      int attempt,
      int retries,
      boolean acknowledged,
      Optional<Instant> redeliverAt,
      Optional<Instant> deadlineAt)
      implements Work {

    static AgentRun of(Event.StepDelivered event, int retries) {
      return new AgentRun(
          event.step(),
          event.ordinal(),
          event.agent(),
          event.attempt(),
          retries,
          false,
          event.redeliverAt(),
          event.deadlineAt());
    }

    /// The agent was heard of: the delivery need not be repeated.
    AgentRun heardOf() {
      return new AgentRun(
          step, ordinal, agent, attempt, retries, true, Optional.empty(), deadlineAt);
    }
  }

  /// A failed agent step waits to be tried again.
  ///
  /// @param ordinal the run that failed
  /// @param retries how many times it has been tried again after the next try
  record Retry(StepId step, int ordinal, int retries, Instant at) implements Work {}

  /// A delay step.
  record Delay(StepId step, int ordinal, Instant until) implements Work {}
}
