package dev.assent.notifier.outbox;

import java.time.Duration;

/// How often a message is tried and how long the pauses are: doubled each time, up to a longest.
///
/// @param attemptsMax the first attempt included
public record Retries(int attemptsMax, Duration first, Duration longest) {
  public Retries {
    if (attemptsMax < 1 || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "expected at least one attempt and a longest pause not below the first, but got "
              + attemptsMax
              + ", "
              + first
              + " and "
              + longest);
    }
  }

  /// The pause before an attempt from the second on.
  public Duration before(int attempt) {
    Duration pause = first;
    for (int i = 2; i < attempt && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
