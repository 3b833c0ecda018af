package dev.assent.contract.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The bounds that values of the contract check themselves, at and one over; and how bounds fit
/// together. Those of doors and of the decider are tested with them.
class LimitsTest {
  private static Plan plan(int steps) {
    List<Plan.Step> list =
        IntStream.range(0, steps).mapToObj(i -> (Plan.Step) delay("s" + i)).toList();
    return new Plan(Optional.empty(), new StepId("s0"), list, false);
  }

  private static Plan.Step.Delay delay(String id) {
    return new Plan.Step.Delay(
        new StepId(id), Optional.empty(), Optional.empty(), Limits.WAIT_MIN, "");
  }

  @Test
  void aPlan_hasOneToFiftySteps() {
    assertThatCode(() -> plan(1)).doesNotThrowAnyException();
    assertThatCode(() -> plan(Limits.STEPS_PER_PLAN_MAX)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> plan(Limits.STEPS_PER_PLAN_MAX + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plan(Optional.empty(), new StepId("s"), List.of(), false));
  }

  @Test
  void aStepsName_isOneTo255Characters() {
    assertThat(new StepId("x").value()).isEqualTo("x");
    assertThat(new StepId("x".repeat(Limits.NAME_LENGTH_MAX)).value()).hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StepId("x".repeat(Limits.NAME_LENGTH_MAX + 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new StepId(" "));
  }

  @Test
  void aRunsOrdinal_fitsIntoAStepIntentsId() {
    IntentId root = IntentId.root(-1, -1);

    assertThat(Limits.STEP_RUNS_MAX).isLessThan(1 << 16);
    assertThat(root.step(Limits.STEP_RUNS_MAX).ordinal()).isEqualTo(Limits.STEP_RUNS_MAX);
    assertThat(root.step(0xFFFF).root()).isEqualTo(root);
    assertThatIllegalArgumentException().isThrownBy(() -> root.step(0x1_0000));
    assertThatIllegalArgumentException().isThrownBy(() -> root.step(0));
  }

  @Test
  void aHash_isSixtyFourLowerCaseHexDigits() {
    String hex = "0123456789abcdef".repeat(4);

    assertThat(new Hash(hex).hex()).isEqualTo(hex);
    for (String wrong :
        List.of(hex.substring(1), hex + "0", hex.toUpperCase(Locale.ROOT), "x".repeat(64))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Hash(wrong))
          .withMessageContaining("expected 64 lower-case hex digits");
    }
  }

  @Test
  void anAgentsAddress_hasThreePartsWithoutSlashes() {
    Workspace inside = new Workspace("local", "default");

    assertThat(AgentAddress.parse("bot", inside)).hasToString("agent://local/default/bot");
    assertThat(AgentAddress.parse("agent://a/b/c", inside)).hasToString("agent://a/b/c");
    for (String wrong : List.of("", "agent://a/b/c/d", "a//b")) {
      assertThatIllegalArgumentException().isThrownBy(() -> AgentAddress.parse(wrong, inside));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new AgentAddress("a", "b", "c/d"));
  }

  @Test
  void bounds_fitTogether() {
    assertThat(Limits.PAYLOAD_BYTES_MAX).isLessThan(Limits.REQUEST_BYTES_MAX);
    assertThat(Limits.REQUEST_BYTES_MAX).isLessThan(Limits.RECORD_BYTES_MAX);
    assertThat(Limits.RECORD_BYTES_MAX).isLessThan(1 << 20);
    assertThat(Limits.PAYLOAD_BYTES_MAX + Limits.RESULTS_BYTES_MAX)
        .isLessThan(Limits.RECORD_BYTES_MAX);
    assertThat(Limits.WAIT_MIN).isPositive().isLessThan(Limits.WAIT_MAX);
    assertThat(Limits.REDELIVERY_WAITS).isSorted().allMatch(Duration::isPositive);
  }
}
