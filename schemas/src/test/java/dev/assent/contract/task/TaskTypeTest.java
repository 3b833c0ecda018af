package dev.assent.contract.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of task types, one row each (contract section 5.1).
class TaskTypeTest {
  @ParameterizedTest
  @CsvSource({
    "approval, approved/rejected, -",
    "review, approved/rejected/changes_requested, -",
    "clarification, provided/declined, -",
    "provide_data, provided/declined, -",
    "attach_file, provided/declined, evidence",
    "manual_action, completed/failed, -",
    "confirmation, confirmed/denied, -",
    "validate_real_world, confirmed/denied, -",
    "validate_output, approved/rejected/changes_requested, -",
    "assignment, assigned/declined, -",
    "delegation, assigned/declined, -",
    "reroute, completed/rejected, -",
    "override, override_approved/rejected, comment",
    "escalate, completed/rejected, -",
    "form, submitted/rejected, -",
    "choice, '', -",
  })
  void eachTypeHasItsOutcomesAndWhatItDemands(String name, String outcomes, String demands) {
    TaskType type = TaskType.named(name).orElseThrow();

    assertThat(type.wireName()).isEqualTo(name);
    assertThat(type.outcomes())
        .isEqualTo(outcomes.isEmpty() ? List.of() : List.of(outcomes.split("/")));
    assertThat(type.commentRequired()).isEqualTo(demands.equals("comment"));
    assertThat(type.evidenceRequired()).isEqualTo(demands.equals("evidence"));
  }

  @Test
  void everyTypeHasItsRow() throws NoSuchMethodException {
    CsvSource rows =
        TaskTypeTest.class
            .getDeclaredMethod(
                "eachTypeHasItsOutcomesAndWhatItDemands", String.class, String.class, String.class)
            .getAnnotation(CsvSource.class);

    assertThat(Arrays.stream(rows.value()).map(row -> row.split(",")[0]))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(TaskType.values()).map(TaskType::wireName).toList());
    assertThat(TaskType.named("vote")).isEmpty();
  }
}
