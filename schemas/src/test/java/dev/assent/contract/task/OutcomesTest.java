package dev.assent.contract.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.task.TaskType.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTest {

  @ParameterizedTest
  @EnumSource(value = TaskType.class, mode = EnumSource.Mode.EXCLUDE, names = "CHOICE")
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
    "escalated, NEUTRAL",
  })
  void anAuthorsOwnWordMeansWhatAPlainReaderWouldSayAndElseNothing(
      String outcome, Verdict verdict) {
    HumanTask task = task(TaskType.APPROVAL, "approved", outcome);

    assertThat(Outcomes.verdict(task, outcome)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go", "no-go", "abort", "genehmigt", "hold", "y", "n", "blue"})
  void aWordThatNobodyCalledAnApprovalIsNone(String word) {
    assertThat(Outcomes.known(TaskType.APPROVAL, word)).isEmpty();
    assertThatThrownBy(() -> task(TaskType.APPROVAL, "approved", word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + word + "'");
  }

  @Test
  void anOutcomeMeansWhatTheTaskCarries() {
    HumanTask task = carrying(List.of("go", "no-go"), Verdict.POSITIVE, Verdict.NEGATIVE);

    assertThat(Outcomes.verdict(task, "go")).isEqualTo(Verdict.POSITIVE);
    assertThat(Outcomes.verdict(task, "no-go")).isEqualTo(Verdict.NEGATIVE);
    assertThat(Outcomes.named(task, "approve")).contains("go");
    assertThat(Outcomes.named(task, "rejected")).contains("no-go");
  }

  @Test
  void ofSeveralApprovalsNoneIsMeantByApprove() {
    HumanTask task =
        carrying(
            List.of("all", "half", "none", "later"),
            Verdict.POSITIVE,
            Verdict.POSITIVE,
            Verdict.NEGATIVE,
            Verdict.NEGATIVE);

    assertThat(Outcomes.named(task, "approved")).isEmpty();
    assertThat(Outcomes.named(task, "reject")).as("the first refusal").contains("none");
  }

  @Test
  void everyWayOfAChoiceGoesOnUnlessItIsAWordForSomethingElse() {
    HumanTask choice = task(TaskType.CHOICE, "blue", "green", "canceled", "deferred");

    assertThat(choice.verdicts())
        .containsExactly(Verdict.POSITIVE, Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.NEUTRAL);
    assertThat(Outcomes.named(choice, "approved")).isEmpty();
    assertThat(Outcomes.named(task(TaskType.CHOICE, "blue", "no"), "approved")).isEmpty();
  }

  @Test
  void aTaskOfBeforeVerdictsIsReadByTheRuleOfThen() {
    HumanTask choice = carrying(List.of("blue", "deferred"));
    HumanTask mixed = carrying(List.of("approved", "escalate_to_ciso", "aborted"));

    assertThat(Outcomes.verdict(choice, "blue")).isEqualTo(Verdict.POSITIVE);
    assertThat(Outcomes.verdict(choice, "deferred")).isEqualTo(Verdict.POSITIVE);
    assertThat(Outcomes.verdict(mixed, "escalate_to_ciso")).isEqualTo(Verdict.NEUTRAL);
    assertThat(Outcomes.verdict(mixed, "aborted")).isEqualTo(Verdict.NEGATIVE);
  }

  private static HumanTask carrying(List<String> outcomes, Verdict... verdicts) {
    return new HumanTask(
        TaskType.APPROVAL,
        "title",
        "",
        outcomes,
        false,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(verdicts),
        Optional.empty());
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
