package dev.assent.wire.submissions;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What anybody may write to the public topics, as it was written: nothing in it has been judged.
public sealed interface PublicRequest {
  /// The key of the answer.
  UUID requestId();

  /// What services write.
  sealed interface Submission extends PublicRequest {}

  /// Begin an intent: the fields of AXP's create request (contract section 2.1).
  ///
  /// @param payload JSON text, as is `humanTask`; empty is the empty object
  record Submit(
      UUID requestId,
      Optional<String> idempotencyKey,
      String intentType,
      String toAgent,
      String payload,
      Optional<String> correlationId,
      Optional<String> replyTo,
      Optional<Instant> deadlineAt,
      Optional<String> humanTask,
      Optional<Double> remindAfterSeconds,
      Optional<Double> remindIntervalSeconds,
      Optional<Integer> maxReminders,
      Optional<String> escalateTo,
      Optional<Integer> maxDeliveryAttempts)
      implements Submission {

    /// The least a submission says.
    public static Submit of(UUID requestId, String intentType, String toAgent, String payload) {
      return new Submit(
          requestId,
          Optional.empty(),
          intentType,
          toAgent,
          payload,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /// The same under an idempotency key of the caller's own.
    public Submit under(String key) {
      return new Submit(
          requestId,
          Optional.of(key),
          intentType,
          toAgent,
          payload,
          correlationId,
          replyTo,
          deadlineAt,
          humanTask,
          remindAfterSeconds,
          remindIntervalSeconds,
          maxReminders,
          escalateTo,
          maxDeliveryAttempts);
    }
  }

  /// Give an intent up.
  record Cancel(UUID requestId, String intentId, String reason) implements Submission {}

  /// An agent's word on its step.
  ///
  /// @param token what came with the delivery
  /// @param kind ACKNOWLEDGE, PROGRESS, COMPLETE or FAIL
  /// @param body JSON text; empty is the empty object
  record Report(
      UUID requestId,
      String stepIntent,
      String agent,
      int attempt,
      String token,
      String kind,
      String body,
      String reason)
      implements PublicRequest {}
}
