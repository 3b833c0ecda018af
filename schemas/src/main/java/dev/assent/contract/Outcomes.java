package dev.assent.contract;

import dev.assent.contract.TaskType.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which of a task's outcomes an answer stands for, and what that outcome means for the plan.
public final class Outcomes {
  private Outcomes() {}

  /// Words that stand for the task's positive outcome where it is called differently: clients offer
  /// one *approve* and one *reject* for every type (contract section 5.1).
  private static final Set<String> APPROVE = Set.of("approved", "approve", "accepted", "accept");

  private static final Set<String> REJECT =
      Set.of("rejected", "reject", "denied", "deny", "declined", "decline");

  private static final Set<String> POSITIVE =
      Set.of(
          "approved",
          "approve",
          "override_approved",
          "accepted",
          "accept",
          "granted",
          "yes",
          "ok",
          "confirmed",
          "acknowledged",
          "completed",
          "done",
          "submitted",
          "provided",
          "assigned",
          "signed_off",
          "passed",
          "resolved",
          "success");

  private static final Set<String> NEGATIVE =
      Set.of(
          "rejected",
          "reject",
          "denied",
          "deny",
          "declined",
          "decline",
          "refused",
          "no",
          "failed",
          "fail",
          "canceled",
          "cancelled",
          "blocked",
          "aborted",
          "stopped");

  /// The outcome that an answer stands for: the answer itself when the task allows it (however it
  /// is spelt), else the task's own word for *approved* or *rejected*; empty when it stands for
  /// none.
  public static Optional<String> named(HumanTask task, String answer) {
    String word = word(answer);
    return task.outcomes().stream()
        .filter(outcome -> word(outcome).equals(word))
        .findFirst()
        .or(() -> own(task, word));
  }

  private static Optional<String> own(HumanTask task, String word) {
    if (APPROVE.contains(word)) {
      return first(task, task.type().positive(), Verdict.POSITIVE);
    }
    return REJECT.contains(word)
        ? first(task, task.type().negative(), Verdict.NEGATIVE)
        : Optional.empty();
  }

  private static Optional<String> first(HumanTask task, String preferred, Verdict verdict) {
    return task.outcomes().contains(preferred)
        ? Optional.of(preferred)
        : task.outcomes().stream().filter(o -> known(task.type(), o) == verdict).findFirst();
  }

  /// What an outcome of the task means. The type's own outcomes mean what [TaskType] says; other
  /// words mean what a list of plain words says; every other outcome is neutral, for nothing that
  /// nobody called an approval may count as one. Only where not a single outcome of the task is
  /// known is the question a plain choice (*blue* or *green*), and every choice goes on.
  public static Verdict verdict(HumanTask task, String outcome) {
    Verdict known = known(task.type(), outcome);
    boolean choice =
        known == Verdict.NEUTRAL
            && task.outcomes().stream().allMatch(other -> unknown(task.type(), other));
    return choice ? Verdict.POSITIVE : known;
  }

  private static boolean unknown(TaskType type, String outcome) {
    return known(type, outcome) == Verdict.NEUTRAL && !type.outcomes().contains(word(outcome));
  }

  private static Verdict known(TaskType type, String outcome) {
    List<String> own = type.outcomes();
    String word = word(outcome);
    if (own.contains(word)) {
      return word.equals(type.positive())
          ? Verdict.POSITIVE
          : word.equals(type.negative()) ? Verdict.NEGATIVE : Verdict.NEUTRAL;
    }
    if (POSITIVE.contains(word)) {
      return Verdict.POSITIVE;
    }
    return NEGATIVE.contains(word) ? Verdict.NEGATIVE : Verdict.NEUTRAL;
  }

  private static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
