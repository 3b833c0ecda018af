package dev.assent.contract.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final IntentId ROOT = IntentId.root(1, 2);
  private static final HumanTask TASK =
      new HumanTask(
          TaskType.APPROVAL,
          "May it go on?",
          "Line one\nline two",
          List.of(),
          false,
          false,
          List.of(new Assignee.Role("sre")),
          Optional.of(new Json("{\"type\":\"object\"}")),
          Optional.of("sre@example.org"));

  @Test
  void whatPeopleAreShownIsCanonical() {
    Json content = content(question(1));

    assertThat(content.text())
        .isEqualTo(
            "{\"from\":\"pipeline\",\"intent_id\":\""
                + ROOT
                + "\",\"intent_type\":\"intent.x.v1\",\"payload\":{\"a\":1},"
                + "\"results\":{\"check\":{\"safe\":true}},"
                + "\"task\":{\"assignees\":[\"role:sre\"],\"comment_required\":false,"
                + "\"description\":\"Line one\\nline two\",\"escalated_to\":[],"
                + "\"evidence_required\":false,\"form_schema\":{\"type\":\"object\"},"
                + "\"outcomes\":[\"approved\",\"rejected\"],\"step_id\":\"gate\","
                + "\"title\":\"May it go on?\",\"type\":\"approval\","
                + "\"verdicts\":{\"approved\":\"positive\",\"rejected\":\"negative\"},"
                + "\"version\":1}}");
  }

  /// Its hash was taken when the task opened, and must come out the same for ever.
  @Test
  void aTaskOfBeforeVerdicts_isShownAsItWas() {
    HumanTask before =
        new HumanTask(
            TASK.type(),
            TASK.title(),
            TASK.description(),
            TASK.outcomes(),
            false,
            false,
            TASK.assignees(),
            TASK.formSchema(),
            TASK.notifyEmail(),
            List.of(),
            Optional.empty());

    Json content = content(new Content.Question(new StepId("gate"), before, List.of(), 1));

    assertThat(content.text()).doesNotContain("verdict").contains("\"outcomes\"");
  }

  @Test
  void anotherVersionIsOtherContent() {
    Assignee manager = new Assignee.Role("manager");
    assertThat(Hash.of(content(question(1))))
        .isNotEqualTo(Hash.of(content(question(2))))
        .isNotEqualTo(Hash.of(content(question(1, manager))));
  }

  private static Json content(Content.Question question) {
    return Content.of(
        ROOT,
        "intent.x.v1",
        "pipeline",
        new Json("{\"a\":1}"),
        List.of(new StepResult(new StepId("check"), new Json("{\"safe\":true}"))),
        question);
  }

  private static Content.Question question(int version, Assignee... escalatedTo) {
    return new Content.Question(new StepId("gate"), TASK, List.of(escalatedTo), version);
  }
}
