package dev.assent.bench.torture;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Whatever hostile neighbours did has come to an end that tells of it: each record that the broker
/// took is a dead letter with its cause, each poison answer is refused, each half request is over.
/// A dead letter that is not theirs is nobody's.
final class NeighbourCheck {
  /// A request has 30 s, an idle connection 90 s (ADR 0026); the rest is for a crowded machine.
  private static final Duration HELD_MAX = Duration.ofMinutes(3);

  /// What a door says to an answer that it cannot take.
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

  private final Misdeeds misdeeds;
  private final Facts facts;
  private final Consumer<Finding> found;

  private NeighbourCheck(Misdeeds misdeeds, Facts facts, Consumer<Finding> found) {
    this.misdeeds = misdeeds;
    this.facts = facts;
    this.found = found;
  }

  static void check(Misdeeds misdeeds, Facts facts, Consumer<Finding> found) {
    NeighbourCheck check = new NeighbourCheck(misdeeds, facts, found);
    letters(misdeeds, facts, found);
    check.strangers();
    check.answers();
    check.connections();
  }

  /// Every batch that the broker took has its letters; they may be under way still.
  static void letters(Misdeeds misdeeds, Facts facts, Consumer<Finding> found) {
    Map<Long, Integer> told = new HashMap<>();
    facts.deadLetters().forEach(letter -> told.merge(letter.time(), 1, Integer::sum));
    misdeeds
        .thrown()
        .forEach(
            (time, thrown) -> {
              int there = told.getOrDefault(time, 0);
              int expected = thrown.poison().letters();
              if (there > expected || (thrown.taken() && there < expected)) {
                Finding.Kind kind =
                    there < expected ? Finding.Kind.POISON_UNTOLD : Finding.Kind.POISON_TOLD_TWICE;
                found.accept(
                    new Finding(
                        kind,
                        Checker.NOBODYS,
                        "expected "
                            + expected
                            + " dead letters of "
                            + thrown.poison()
                            + " on "
                            + thrown.topic()
                            + ", but there are "
                            + there));
              }
            });
  }

  /// The letter of what a neighbour threw on that topic.
  static boolean isTheirs(Facts.Letter letter, Map<Long, Misdeeds.Thrown> thrown) {
    return Optional.ofNullable(thrown.get(letter.time()))
        .filter(one -> one.topic().equals(letter.topic()))
        .isPresent();
  }

  private void strangers() {
    Map<Long, Misdeeds.Thrown> thrown = misdeeds.thrown();
    for (Facts.Letter letter : facts.deadLetters()) {
      if (!isTheirs(letter, thrown)) {
        found(Finding.Kind.DEAD_LETTER, letter.toString());
      } else if (letter.cause().isBlank()) {
        found(Finding.Kind.POISON_UNTOLD, letter + " does not say why it is one");
      }
    }
  }

  private void answers() {
    for (Misdeeds.Answered answered : misdeeds.answered()) {
      if (!REFUSALS.contains(answered.status())) {
        found.accept(
            new Finding(
                Finding.Kind.POISON_NOT_REFUSED,
                answered.intent(),
                "a poison answer was answered " + answered.status() + " at " + answered.door()));
      }
    }
    for (Misdeeds.Refused refused : misdeeds.refused()) {
      found(
          Finding.Kind.REFUSED_UNJUSTLY,
          "the submission '"
              + refused.key()
              + "' was refused: "
              + refused.status()
              + " "
              + refused.why());
    }
  }

  private void connections() {
    for (Misdeeds.Ended ended : misdeeds.ended()) {
      if (ended.after().compareTo(HELD_MAX) > 0) {
        found(
            Finding.Kind.HELD_TOO_LONG,
            "half a request was held for " + ended.after().toSeconds() + " s at " + ended.port());
      }
    }
  }

  private void found(Finding.Kind kind, String what) {
    found.accept(new Finding(kind, Checker.NOBODYS, what));
  }
}
