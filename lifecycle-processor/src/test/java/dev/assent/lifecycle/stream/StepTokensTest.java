package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.contract.id.IntentId;
import org.junit.jupiter.api.Test;

class StepTokensTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String AGENT = "agent://local/default/worker";
  private static final IntentId ROOT = IntentId.root(1, 0);

  private final StepTokens tokens = StepTokens.of(SECRET);

  @Test
  void aToken_isGoodForItsStepAttemptAndAgentOnly() {
    String token = tokens.of(ROOT.step(1), AGENT, 1);

    assertThat(tokens.isGood(token, ROOT.step(1), AGENT, 1)).isTrue();
    assertThat(tokens.isGood(token, ROOT.step(2), AGENT, 1)).isFalse();
    assertThat(tokens.isGood(token, ROOT.step(1), AGENT, 2)).isFalse();
    assertThat(tokens.isGood(token, ROOT.step(1), AGENT + "2", 1)).isFalse();
    assertThat(tokens.isGood("", ROOT.step(1), AGENT, 1)).isFalse();
    assertThat(StepTokens.of(SECRET + "x").isGood(token, ROOT.step(1), AGENT, 1)).isFalse();
  }

  @Test
  void withoutASecret_thereIsNoToken_andNothingIsOne() {
    assertThat(StepTokens.none().of(ROOT, AGENT, 1)).isEmpty();
    assertThat(StepTokens.none().isGood("", ROOT, AGENT, 1)).isFalse();
  }

  @Test
  void aShortSecret_isRefused_withoutBeingTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepTokens.of("short"))
        .withMessage("expected a secret for step tokens of at least 32 bytes, but it has 5");
  }
}
