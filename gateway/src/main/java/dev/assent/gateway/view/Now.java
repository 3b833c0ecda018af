package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What changes about an intent while it lives.
///
/// @param task the open question, while there is one
/// @param reminders how often the last question has been brought to mind
/// @param attempt how often the last delivery has been written
/// @param results what its steps came to so far
/// @param result what it ended with
/// @param failure why it ended without one
record Now(
    Status status,
    Optional<String> waitingReason,
    Optional<PendingWith> pendingWith,
    Optional<OpenTask> task,
    int reminders,
    int attempt,
    List<StepResult> results,
    Optional<Json> result,
    Optional<Failure> failure,
    Instant updatedAt) {

  /// Why an intent did not end well.
  ///
  /// @param error what the one who ended it sent along
  record Failure(String code, String reason, Json error) {}

  static Now created(Instant at) {
    return new Now(
        Status.CREATED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        at);
  }

  /// In another status, with nobody.
  Now in(Status next, Optional<String> reason, Instant at) {
    return new Now(
        next,
        reason,
        Optional.empty(),
        Optional.empty(),
        reminders,
        attempt,
        results,
        result,
        failure,
        at);
  }

  /// Something was noted that moves nothing.
  Now at(Instant when) {
    return new Now(
        status,
        waitingReason,
        pendingWith,
        task,
        reminders,
        attempt,
        results,
        result,
        failure,
        when);
  }

  Now with(PendingWith holder) {
    return new Now(
        status,
        waitingReason,
        Optional.of(holder),
        task,
        reminders,
        attempt,
        results,
        result,
        failure,
        updatedAt);
  }

  Now asking(OpenTask open) {
    return new Now(
        status,
        waitingReason,
        Optional.of(PendingWith.people(open.eligibility().holders())),
        Optional.of(open),
        open.reminders(),
        attempt,
        results,
        result,
        failure,
        updatedAt);
  }

  Now delivered(int nextAttempt) {
    return new Now(
        status,
        waitingReason,
        pendingWith,
        task,
        reminders,
        nextAttempt,
        results,
        result,
        failure,
        updatedAt);
  }

  Now knowing(List<StepResult> all) {
    return new Now(
        status,
        waitingReason,
        pendingWith,
        task,
        reminders,
        attempt,
        all,
        result,
        failure,
        updatedAt);
  }

  Now completed(Json given) {
    return ended(Optional.of(given), Optional.empty());
  }

  Now failed(String code, String reason, Json error) {
    return ended(Optional.empty(), Optional.of(new Failure(code, reason, error)));
  }

  private Now ended(Optional<Json> given, Optional<Failure> why) {
    return new Now(
        status,
        waitingReason,
        pendingWith,
        task,
        reminders,
        attempt,
        results,
        given,
        why,
        updatedAt);
  }
}
