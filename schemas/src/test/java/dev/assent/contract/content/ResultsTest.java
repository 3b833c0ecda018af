package dev.assent.contract.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static final Principal ANNA =
      new Principal(
          Principal.Kind.PERSON,
          "anna",
          new Workspace("acme", "ops"),
          Set.of(Scope.APPROVER),
          Set.of(),
          "api_key:ak_1",
          Optional.empty());

  @Test
  void aDecisionsResultIsCanonicalAndSaysWhoWhenAndHow() {
    Event decided =
        new Event.TaskDecided(
            new StepId("gate"),
            2,
            1,
            Hash.of("shown"),
            "approved",
            "approve",
            Verdict.POSITIVE,
            "\"Fine\"",
            new Json("{\"window\":1}"),
            Optional.of("carl"));

    assertThat(after(List.of(), decided))
        .containsExactly(
            new StepResult(
                new StepId("gate"),
                new Json(
                    "{\"comment\":\"\\\"Fine\\\"\",\"data\":{\"window\":1},"
                        + "\"decided_at\":\"2026-03-02T08:00:00Z\",\"decided_by\":\"anna\","
                        + "\"door\":\"approvals\",\"on_behalf_of\":\"carl\","
                        + "\"outcome\":\"approved\",\"verdict\":\"positive\"}")));
  }

  @Test
  void aStepDoneAgainIsTheLastFinishedAndItsOldResultIsGone() {
    List<StepResult> results = after(List.of(), completed("a", "1"));
    results = after(results, completed("b", "2"));
    results = after(results, completed("a", "3"));

    assertThat(Results.json(results)).isEqualTo(new Json("{\"a\":3,\"b\":2}"));
    assertThat(results.getLast().step()).isEqualTo(new StepId("a"));
  }

  @Test
  void aFailureThatIsTriedAgainIsNoResult() {
    Event failed = new Event.StepFailed(new StepId("a"), 1, "no disk", Json.EMPTY, Optional.of(AT));

    assertThat(after(List.of(), failed)).isEmpty();
  }

  @Test
  void whatIsTooLargeForOneResultOrForAllTogetherIsKeptAsItsHash() {
    String most = Json.quote("x".repeat(Limits.RESULT_BYTES_MAX - 2));
    List<StepResult> results = after(List.of(), completed("one", most));
    assertThat(results.getFirst().result().text()).isEqualTo(most);

    String more = Json.quote("x".repeat(Limits.RESULT_BYTES_MAX - 1));
    assertThat(after(List.of(), completed("one", more)).getFirst().result())
        .isEqualTo(new Json("{\"sha256\":\"" + Hash.of(more) + "\",\"truncated\":true}"));

    for (int i = 0; i < Limits.STEPS_PER_PLAN_MAX; i++) {
      results = after(results, completed("step " + i, most));
    }
    assertThat(Results.json(results).bytes())
        .isLessThan(Limits.RESULTS_BYTES_MAX + Limits.STEPS_PER_PLAN_MAX * 200);
    assertThat(results.getLast().result().text()).contains("truncated");
  }

  private static Event completed(String step, String result) {
    return new Event.StepCompleted(new StepId(step), 1, new Json(result));
  }

  private static List<StepResult> after(List<StepResult> before, Event event) {
    return Results.after(before, event, AT, ANNA, Door.APPROVALS);
  }
}
