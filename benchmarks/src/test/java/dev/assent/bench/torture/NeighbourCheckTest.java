package dev.assent.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.bench.torture.Finding.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The same story among hostile neighbours; each test plants one fault in what they did.
class NeighbourCheckTest extends GoodStory {
  @Test
  void whatNeighboursDidAndHowItEnded() {
    neighboursWork();
    assertThat(check()).isEmpty();
    assertThat(Checker.settled(misdeeds, facts())).isTrue();
    assertThat(Harm.of(misdeeds, facts())).isEqualTo(new Harm(1, GARBAGE.letters(), 1, 1, 1, 2));
  }

  @Test
  void aDeadLetterAmongTheNeighboursThatIsNotTheirs() {
    neighboursWork();
    deadLetters.add(letter(SUBMISSIONS, GARBAGE.time() + 1, "of somebody else"));
    assertThat(check())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.DEAD_LETTER))
        .satisfies(finding -> assertThat(finding.what()).contains("of somebody else"));
  }

  @Test
  void aDeadLetterOfTheNeighboursTimeOnAnotherTopic() {
    neighboursWork();
    deadLetters.set(0, letter("assent.commands", GARBAGE.time(), "cannot be read"));
    assertThat(kinds()).containsExactly(Kind.DEAD_LETTER);
  }

  @Test
  void aNeighboursRecordThatVanished() {
    neighboursWork();
    deadLetters.clear();
    assertThat(kinds()).containsExactly(Kind.POISON_UNTOLD);
    assertThat(Checker.settled(misdeeds, facts())).isFalse();
  }

  @Test
  void aNeighboursRecordOfWhichNobodyKnowsWhetherItIsThere() {
    misdeeds.throwing(SUBMISSIONS, GARBAGE);
    assertThat(kinds()).isEmpty();
    deadLetters.add(letter(SUBMISSIONS, GARBAGE.time(), "cannot be read"));
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aNeighboursRecordThatIsToldWithoutItsCause() {
    neighboursWork();
    deadLetters.set(0, letter(SUBMISSIONS, GARBAGE.time(), ""));
    assertThat(kinds()).containsExactly(Kind.POISON_UNTOLD);
  }

  @Test
  void aNeighboursRecordThatIsToldTwice() {
    neighboursWork();
    deadLetters.addAll(List.copyOf(deadLetters));
    assertThat(kinds()).containsExactly(Kind.POISON_TOLD_TWICE);
  }

  @Test
  void aPoisonAnswerThatWasTaken() {
    misdeeds.answered("gateway", INTENT, 200);
    assertThat(kinds()).containsExactly(Kind.POISON_NOT_REFUSED);
  }

  @Test
  void aGoodAnswerAfterPoisonThatGotLost() {
    misdeeds.answeredWell("p1", INTENT, Verdict.ACCEPTED);
    assertThat(kinds()).containsExactly(Kind.LOST_DECISION);
  }

  @Test
  void aQuestionThatDidNotSurviveThePoison() {
    misdeeds.answeredWell("p1", INTENT, Verdict.refused("not_found"));
    assertThat(kinds()).containsExactly(Kind.REFUSED_UNJUSTLY);
  }

  @Test
  void halfARequestThatNobodyCloses() {
    misdeeds.ended(URI.create("http://127.0.0.1:1"), Duration.ofMinutes(4));
    assertThat(kinds()).containsExactly(Kind.HELD_TOO_LONG);
  }

  @Test
  void aDoorThatDoesNotKnowWhatIsTheMatterWithIt() {
    journal.brokeDown("internal error");
    assertThat(kinds()).containsExactly(Kind.BROKE_DOWN);
  }

  @Test
  void aClientThatGaveUp() {
    journal.unheard("a request was not answered");
    assertThat(kinds()).containsExactly(Kind.UNHEARD);
  }

  /// All as it should be.
  private void neighboursWork() {
    misdeeds.throwing(SUBMISSIONS, GARBAGE);
    misdeeds.taken(GARBAGE);
    for (int i = 0; i < GARBAGE.letters(); i++) {
      deadLetters.add(letter(SUBMISSIONS, GARBAGE.time(), "cannot be read"));
    }
    misdeeds.answered("approvals", INTENT, 422);
    misdeeds.answeredWell("d1", INTENT, Verdict.ACCEPTED);
    misdeeds.held();
    misdeeds.ended(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(30));
    misdeeds.damaged(true);
    misdeeds.damaged(false);
  }
}
