package dev.assent.platform.intake.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.wire.json.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an author's outcomes mean, and what is refused because nobody says it.
class OutcomeWordsTest {
  private static HumanTask read(String members) {
    ObjectNode task = (ObjectNode) CanonicalJson.parse("{" + members + "}");
    return HumanTasks.read(
        Fields.of(task, "human_task"), "title", HumanTasks.Asked.ANYBODY, Assignee::parse);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"go\",\"no-go\"",
        "\"deploy\",\"abort\"",
        "\"genehmigt\",\"abgelehnt\"",
        "\"continue\",\"cancel\"",
        "\"release\",\"hold\"",
        "\"y\",\"n\"",
        "\"true\",\"false\""
      })
  void outcomesOfWhichNobodySaysWhatTheyMean_areRefusedWithTheWords(String words) {
    assertThatThrownBy(() -> read("\"allowed_outcomes\":[" + words + "]"))
        .isInstanceOf(Fields.WrongException.class)
        .hasMessageContaining(
            "in 'human_task.outcomes', but nothing says what ["
                + words.replace("\"", "").replace(",", ", "))
        .hasMessageContaining("choice");
  }

  @Test
  void oneWordThatIsNotKnown_isToldAlone() {
    assertThatThrownBy(() -> read("\"allowed_outcomes\":[\"approved\",\"rejected\",\"ship it\"]"))
        .hasMessageContaining("what [ship it] mean");
  }

  @Test
  void theAuthorSaysWhatWordsMean() {
    HumanTask both =
        read(
            "\"allowed_outcomes\":[\"no-go\",\"go\",\"deferred\"],"
                + "\"outcomes\":{\"go\":\"positive\",\"no-go\":\"negative\"}");
    HumanTask objections = read("\"outcomes\":{\"yes\":\"negative\",\"no\":\"positive\"}");

    assertThat(both.outcomes()).containsExactly("no-go", "go", "deferred");
    assertThat(both.verdicts())
        .containsExactly(Verdict.NEGATIVE, Verdict.POSITIVE, Verdict.NEUTRAL);
    assertThat(objections.outcomes()).containsExactly("yes", "no");
    assertThat(objections.verdicts()).containsExactly(Verdict.NEGATIVE, Verdict.POSITIVE);
  }

  @Test
  void aPlainChoiceIsATypeOfItsOwn() {
    HumanTask choice = read("\"task_type\":\"choice\",\"allowed_outcomes\":[\"blue\",\"green\"]");

    assertThat(choice.verdicts()).containsExactly(Verdict.POSITIVE, Verdict.POSITIVE);
    assertThatThrownBy(() -> read("\"task_type\":\"choice\""))
        .hasMessage(
            "expected what can be chosen in 'human_task.allowed_outcomes', but there is none");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"outcomes\":{\"go\":\"postive\"}', positive; negative or neutral in"
        + " 'human_task.outcomes.go'",
    "'\"outcomes\":{\"rejected\":\"positive\"}', negative; which it always is",
    "'\"outcomes\":{\"decline\":\"positive\"}', negative; which it always is",
    "'\"task_type\":\"manual_action\";\"outcomes\":{\"completed\":\"neutral\"}', positive; which",
    "'\"allowed_outcomes\":[\"approved\"];\"outcomes\":{\"go\":\"positive\"}',"
        + " human_task.outcomes.go",
    "'\"allowed_outcomes\":[\"no go\";\"No-Go\"];\"outcomes\":{\"no go\":\"negative\"}', comes"
        + " twice",
    "'\"outcomes\":[\"go\"]', an object in 'human_task.outcomes'",
  })
  void whatAnAuthorCannotMean_isRefused(String members, String told) {
    assertThatThrownBy(() -> read(members.replace(';', ',')))
        .isInstanceOf(Fields.WrongException.class)
        .hasMessageContaining(told.replace(';', ','));
  }

  @ParameterizedTest
  @CsvSource({
    "attach_file, evidence_required, a task of the type attach_file needs evidence",
    "override, required_comment, a task of the type override needs a comment"
  })
  void aFalseThatCannotHold_isAWarning(String type, String field, String told) {
    ObjectNode node =
        (ObjectNode)
            CanonicalJson.parse("{\"task_type\":\"" + type + "\",\"" + field + "\":false}");
    Fields task = Fields.of(node, "human_task");

    HumanTasks.read(task, "title", HumanTasks.Asked.ANYBODY, Assignee::parse);

    assertThat(task.warnings())
        .singleElement()
        .asString()
        .startsWith("'human_task." + field + "': " + told);
  }

  @Test
  void aFalseThatHolds_isNoWarning() {
    ObjectNode node =
        (ObjectNode)
            CanonicalJson.parse("{\"required_comment\":false,\"evidence_required\":false}");
    Fields task = Fields.of(node, "human_task");

    HumanTasks.read(task, "title", HumanTasks.Asked.ANYBODY, Assignee::parse);

    assertThat(task.warnings()).isEmpty();
  }

  @Test
  void aTypesOwnDemandHoldsWhateverItsAuthorSays() {
    assertThat(read("\"task_type\":\"attach_file\",\"evidence_required\":false").evidenceRequired())
        .isTrue();
    assertThat(read("\"task_type\":\"override\",\"required_comment\":false").commentRequired())
        .isTrue();
    assertThat(read("\"task_type\":\"manual_action\"").evidenceRequired()).isFalse();
    assertThat(
            read("\"task_type\":\"manual_action\",\"evidence_required\":true").evidenceRequired())
        .isTrue();
  }
}
