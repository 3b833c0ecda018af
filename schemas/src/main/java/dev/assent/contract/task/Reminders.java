package dev.assent.contract.task;

import dev.assent.contract.people.Assignee;
import java.time.Duration;
import java.util.Optional;

/// When an unanswered task is brought to mind (contract section 5.3).
///
/// @param after from the opening of the task to the first reminder
/// @param every between two reminders; `after` when the author named none
/// @param max how many at most
/// @param escalateTo who is asked once the last reminder went unanswered for `every`
public record Reminders(Duration after, Duration every, int max, Optional<Assignee> escalateTo) {
  /// How many reminders when the author names none (contract section 5.3).
  public static final int MAX_DEFAULT = 3;

  public Reminders {
    if (after.isNegative() || after.isZero() || every.isNegative() || every.isZero() || max < 1) {
      throw new IllegalArgumentException(
          "expected positive durations and at least one reminder, but got after "
              + after
              + ", every "
              + every
              + ", max "
              + max);
    }
  }
}
