package dev.assent.contract;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Limits;
import java.time.Instant;

/// A timer: what is due, for which step run (or for the intent itself), and when. All three
/// together are its identity: a timer that fires is stale unless the state still has exactly this
/// one.
///
/// @param ordinal the run of a step that it belongs to ([IntentId#ordinal]); 0 for the intent
///   itself
public record Timer(Kind kind, int ordinal, Instant due) implements Comparable<Timer> {
  /// What is due.
  public enum Kind {
    /// Write an unacknowledged delivery to the agent's topic again.
    REDELIVERY,
    /// Start a failed agent step again.
    RETRY,
    /// An agent step's time is over.
    STEP_DEADLINE,
    /// Bring an open task to mind.
    REMINDER,
    /// Ask someone else.
    ESCALATION,
    /// A task's time is over.
    TASK_DEADLINE,
    /// A delay step is over.
    DELAY,
    /// The whole intent's time is over.
    INTENT_DEADLINE,
    /// Forget an ended intent ([Limits#ENDED_KEPT]).
    RETIREMENT
  }

  @Override
  public int compareTo(Timer other) {
    int byDue = due.compareTo(other.due);
    if (byDue != 0) {
      return byDue;
    }
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Integer.compare(ordinal, other.ordinal);
  }
}
