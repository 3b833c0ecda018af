package dev.assent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.TaskType.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomesTest {

  @ParameterizedTest
  @EnumSource(TaskType.class)
  void approveAndRejectStandForEveryTypesOwnWords(TaskType type) {
    HumanTask task = task(type);

    assertThat(Outcomes.named(task, "approved")).contains(type.positive());
    assertThat(Outcomes.named(task, "rejected")).contains(type.negative());
    assertThat(Outcomes.verdict(task, type.positive())).isEqualTo(Verdict.POSITIVE);
    assertThat(Outcomes.verdict(task, type.negative())).isEqualTo(Verdict.NEGATIVE);
    type.outcomes().stream()
        .skip(2)
        .forEach(o -> assertThat(Outcomes.verdict(task, o)).isEqualTo(Verdict.NEUTRAL));
  }

  @Test
  void anOutcomeIsFoundHoweverItIsSpelt() {
    HumanTask task = task(TaskType.REVIEW, "Approved", "changes-requested");

    assertThat(Outcomes.named(task, " changes requested ")).contains("changes-requested");
    assertThat(Outcomes.named(task, "APPROVED")).contains("Approved");
    assertThat(Outcomes.verdict(task, "Approved")).isEqualTo(Verdict.POSITIVE);
  }

  @Test
  void anotherTypesWordOrAnUnknownOneStandsForNothing() {
    HumanTask task = task(TaskType.APPROVAL);

    assertThat(Outcomes.named(task, "completed")).isEmpty();
    assertThat(Outcomes.named(task, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "signed_off, POSITIVE",
    "done, POSITIVE",
    "canceled, NEGATIVE",
    "refused, NEGATIVE",
    "deferred, NEUTRAL",
    "escalate_to_ciso, NEUTRAL",
  })
  void anAuthorsOwnWordMeansWhatAPlainReaderWouldSayAndElseNothing(
      String outcome, Verdict verdict) {
    HumanTask task = task(TaskType.APPROVAL, "approved", outcome);

    assertThat(Outcomes.verdict(task, outcome)).isEqualTo(verdict);
  }

  @Test
  void whereNoOutcomeIsKnownEveryOneIsAChoiceThatGoesOn() {
    HumanTask choice = task(TaskType.APPROVAL, "blue", "green");

    assertThat(Outcomes.verdict(choice, "blue")).isEqualTo(Verdict.POSITIVE);
    assertThat(Outcomes.verdict(choice, "green")).isEqualTo(Verdict.POSITIVE);
    assertThat(Outcomes.named(choice, "approved")).isEmpty();
  }

  @Test
  void oneKnownOutcomeMakesTheOthersNoChoice() {
    HumanTask task = task(TaskType.APPROVAL, "deferred", "rejected");

    assertThat(Outcomes.verdict(task, "deferred")).isEqualTo(Verdict.NEUTRAL);
  }

  private static HumanTask task(TaskType type, String... outcomes) {
    return new HumanTask(
        type,
        "title",
        "",
        List.of(outcomes),
        false,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
