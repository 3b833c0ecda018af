package dev.assent.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.json.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A policy that was applied before tasks carried what their outcomes mean.
class PolicyWordsTest {
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final Principal CALLER =
      new Principal(
          Principal.Kind.SERVICE,
          "deployer",
          WORKSPACE,
          Set.of(Scope.INITIATOR),
          Set.of(),
          "api_key:ak_1",
          Optional.empty());

  private static Plan planOfAnIntent(String... outcomes) {
    HumanTask before =
        new HumanTask(
            TaskType.APPROVAL,
            "Deploy?",
            "",
            List.of(outcomes),
            false,
            false,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    StepId id = new StepId("ask");
    Step.Human step =
        new Step.Human(
            id,
            Optional.empty(),
            Optional.empty(),
            before,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Plan.DeadlineAction.TIME_OUT);
    MemoryDirectory directory = new MemoryDirectory();
    Plan plan = new Plan(Optional.empty(), id, List.of(step), false);
    directory
        .put(
            new DirectoryEntry.Policy(
                WORKSPACE, "x", "gate", 1, plan, Instant.EPOCH, "ann", "ann", ""))
        .join();
    ObjectNode request =
        (ObjectNode) CanonicalJson.parse("{\"intent_type\":\"x\",\"to_agent\":\"human\"}");
    return CreateRequest.named(request).read(CALLER, directory, () -> "c").command().plan();
  }

  @Test
  void whoseWordsAreKnown_goesOn_andItsNextIntentCarriesWhatTheyMean() {
    Step step = planOfAnIntent("approved", "rejected", "deferred").steps().getFirst();

    assertThat(((Step.Human) step).task().verdicts())
        .containsExactly(Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.NEUTRAL);
  }

  @Test
  void whoseWordsNobodyExplained_beginsNoIntent() {
    assertThatThrownBy(() -> planOfAnIntent("go", "no-go"))
        .isInstanceOf(Fields.WrongException.class)
        .hasMessageContaining("a policy of 'x' that says what each outcome means")
        .hasMessageContaining("'go': apply its scenario again with 'outcomes'");
  }
}
