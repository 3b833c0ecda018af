package dev.assent.contract.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.people.PersonId;
import dev.assent.contract.task.TaskType.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleTest {
  private static final Rule RULE =
      Rule.of(
          new HumanTask(
              TaskType.APPROVAL,
              "Deploy?",
              "",
              List.of(),
              false,
              false,
              List.of(),
              Optional.empty(),
              Optional.empty()));

  @Test
  void aQuestionThatNobodyAnsweredIsOpenAndSaysWhatItWaitsFor() {
    assertThat(RULE.settling(Tally.NONE))
        .isEqualTo(new Settling.Open("an answer of anybody asked"));
  }

  @Test
  void theFirstAnswerSettlesItWhateverComesLater() {
    Answer no = answer("ada", "rejected", Verdict.NEGATIVE);
    Answer yes = answer("bob", "approved", Verdict.POSITIVE);

    assertThat(RULE.settling(Tally.NONE.with(no))).isEqualTo(new Settling.Settled(no));
    assertThat(RULE.settling(Tally.NONE.with(no).with(yes))).isEqualTo(new Settling.Settled(no));
  }

  private static Answer answer(String by, String outcome, Verdict verdict) {
    return new Answer(PersonId.ofOwner(by), outcome, verdict, Instant.EPOCH);
  }
}
