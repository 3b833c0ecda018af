package dev.assent.notifier.outbox;

import java.time.Instant;

/// Keeps a target that fails from being asked at every turn. After some failures in a row it is
/// open: nothing is sent for a pause, which grows. Then one delivery tries; if it gets there all
/// may go, else the next pause begins. What waits meanwhile costs no attempts.
///
/// @param failures in a row
/// @param openUntil until when nothing is sent
record Breaker(int failures, Instant openUntil) {
  /// Failures in a row that may be the deliveries' own.
  static final int TOLERATED = 4;

  static final Breaker CLOSED = new Breaker(0, Instant.MIN);

  boolean isOpen() {
    return failures > TOLERATED;
  }

  /// Whether the target may be asked.
  boolean admits(Instant now) {
    return !now.isBefore(openUntil);
  }

  /// Somebody asks. Of an open one this is the one that tries: all others wait for what comes of
  /// it, and no longer than that may take, for it may be lost with its process.
  Breaker asked(Instant triedUntil) {
    return isOpen() ? new Breaker(failures, triedUntil) : this;
  }

  Breaker failed(Retries pauses, Instant now) {
    Breaker more = new Breaker(failures + 1, openUntil);
    return more.isOpen()
        ? new Breaker(more.failures, now.plus(pauses.before(more.failures - TOLERATED + 1)))
        : more;
  }
}
