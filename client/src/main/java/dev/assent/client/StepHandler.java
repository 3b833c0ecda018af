package dev.assent.client;

import java.util.Map;

/// What an agent does with a step.
@FunctionalInterface
public interface StepHandler {
  /// Does the step.
  ///
  /// The same step can come again when the agent, or the gateway, ended before the report was
  /// taken: make effects idempotent, for example by [Step#intentId].
  ///
  /// @param step the work
  /// @return the result: fields that the intent's caller gets
  /// @throws StepFailedException when the step cannot be done, with a reason for people
  /// @throws Exception anything else also fails the step; of it only the type is told
  Map<String, ?> handle(Step step) throws Exception;
}
