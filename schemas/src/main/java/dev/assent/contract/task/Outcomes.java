package dev.assent.contract.task;

import dev.assent.contract.task.TaskType.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which of a task's outcomes an answer stands for, and what that outcome means for the plan. A
/// word that nobody called an approval never is one.
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

  /// Words for *not now* or *not so*. They stand for what the plan does with them: back to the
  /// agent's step before.
  private static final Set<String> NEUTRAL =
      Set.of(
          "changes_requested",
          "request_changes",
          "needs_changes",
          "rework",
          "revise",
          "needs_info",
          "more_info",
          "deferred",
          "defer",
          "postponed",
          "escalated");

  /// The outcome that an answer stands for: the answer itself when the task allows it (however it
  /// is spelt), else the task's own word for *approved* or *rejected*; empty when it stands for
  /// none.
  public static Optional<String> named(HumanTask task, String answer) {
    return task.outcomes().stream()
        .filter(outcome -> same(outcome, answer))
        .findFirst()
        .or(() -> own(task, word(answer)));
  }

  private static Optional<String> own(HumanTask task, String word) {
    if (APPROVE.contains(word)) {
      return own(task, task.type().positive(), Verdict.POSITIVE)
          .filter(_ -> task.type() != TaskType.CHOICE);
    }
    return REJECT.contains(word)
        ? own(task, task.type().negative(), Verdict.NEGATIVE)
        : Optional.empty();
  }

  /// The type's word, else the only one that means so: which of several approvals was meant, nobody
  /// can know. Of several refusals it is the first.
  private static Optional<String> own(HumanTask task, String preferred, Verdict verdict) {
    if (task.outcomes().contains(preferred)) {
      return Optional.of(preferred);
    }
    List<String> meant = task.outcomes().stream().filter(o -> verdict(task, o) == verdict).toList();
    boolean clear = meant.size() == 1 || verdict == Verdict.NEGATIVE;
    return clear ? meant.stream().findFirst() : Optional.empty();
  }

  /// What an outcome of the task means.
  public static Verdict verdict(HumanTask task, String outcome) {
    int index = task.outcomes().indexOf(outcome);
    return index >= 0 && !task.verdicts().isEmpty()
        ? task.verdicts().get(index)
        : before(task, outcome);
  }

  /// What the outcomes of a task mean, in their order.
  ///
  /// @throws IllegalArgumentException when a word among them is not known
  public static List<Verdict> verdicts(TaskType type, List<String> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                known(type, outcome)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "expected a known outcome, but got '" + outcome + "'")))
        .toList();
  }

  /// What a word means without its author's help. The type's own words mean what [TaskType] says,
  /// other words what the lists of plain words say; in a choice every other word goes on.
  public static Optional<Verdict> known(TaskType type, String outcome) {
    String word = word(outcome);
    Optional<Verdict> own = own(type, word).or(() -> listed(word));
    if (own.isEmpty() && NEUTRAL.contains(word)) {
      return Optional.of(Verdict.NEUTRAL);
    }
    return own.isEmpty() && type == TaskType.CHOICE ? Optional.of(Verdict.POSITIVE) : own;
  }

  /// What a word means whatever its author says: the type's own words, and those that clients send
  /// for *approve* and *reject*.
  public static Optional<Verdict> fixed(TaskType type, String outcome) {
    String word = word(outcome);
    return own(type, word)
        .or(() -> APPROVE.contains(word) ? Optional.of(Verdict.POSITIVE) : Optional.empty())
        .or(() -> REJECT.contains(word) ? Optional.of(Verdict.NEGATIVE) : Optional.empty());
  }

  /// Whether two spellings are one word.
  public static boolean same(String one, String other) {
    return word(one).equals(word(other));
  }

  /// The rule of tasks that carry no verdicts: words that are not known are neutral, but where not
  /// a single outcome is known, the question was a plain choice and every outcome went on.
  private static Verdict before(HumanTask task, String outcome) {
    boolean choice =
        task.outcomes().stream()
            .allMatch(o -> own(task.type(), word(o)).or(() -> listed(word(o))).isEmpty());
    String word = word(outcome);
    return own(task.type(), word)
        .or(() -> listed(word))
        .orElse(choice ? Verdict.POSITIVE : Verdict.NEUTRAL);
  }

  private static Optional<Verdict> own(TaskType type, String word) {
    if (!type.outcomes().contains(word)) {
      return Optional.empty();
    }
    if (word.equals(type.positive())) {
      return Optional.of(Verdict.POSITIVE);
    }
    return Optional.of(word.equals(type.negative()) ? Verdict.NEGATIVE : Verdict.NEUTRAL);
  }

  private static Optional<Verdict> listed(String word) {
    if (POSITIVE.contains(word)) {
      return Optional.of(Verdict.POSITIVE);
    }
    return NEGATIVE.contains(word) ? Optional.of(Verdict.NEGATIVE) : Optional.empty();
  }

  private static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
