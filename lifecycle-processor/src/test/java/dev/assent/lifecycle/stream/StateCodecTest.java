package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Asked;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.Event;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.Work;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What an encoding that failed leaves behind: nothing.
class StateCodecTest {
  private static final Decider DECIDER = new Decider(Flow.NO_FORMS);

  private final StateCodec codec = new StateCodec();

  @Test
  void aStateThatCannotBeWritten_leavesNothingBeforeTheNextOne() {
    Intent.Running good = running(1);
    byte[] before = codec.encode(good);

    for (Instant impossible : new Instant[] {Instant.MIN, Instant.MAX}) {
      assertThatThrownBy(() -> codec.encode(waitingUntil(impossible)))
          .isInstanceOf(ArithmeticException.class);

      assertThat(codec.encode(good)).isEqualTo(before);
      assertThat(codec.decode(codec.encode(good))).isEqualTo(good);
    }
  }

  @Test
  void theStateAfterAFailure_isReadBack_andRefusedWhereItDiffers() {
    Intent.Running good = running(1);
    Intent.Running finer = at(good, Flow.START.plusNanos(1));
    assertThat(codec.encode(finer)).as("nothing failed before").isNotEmpty();

    assertThatThrownBy(() -> codec.encode(waitingUntil(Instant.MAX)))
        .isInstanceOf(ArithmeticException.class);

    assertThatThrownBy(() -> codec.encode(finer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected to read the state of " + good.id() + " as it was written");
    assertThatThrownBy(() -> codec.encode(finer)).as("until one is right").isNotNull();
    assertThat(codec.decode(codec.encode(good))).isEqualTo(good);
    assertThat(codec.encode(finer)).isNotEmpty();
  }

  @Test
  void bytesBehindAState_areRefused() {
    byte[] bytes = codec.encode(running(1));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

    assertThatThrownBy(() -> codec.decode(longer)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatTheRulesMakeOfOneIntent_neverTouchesTheNextOne() {
    IntentId broken = SeedPlan.intent(new Random(2));
    Rules rules =
        (state, asked) -> {
          Decision decision = DECIDER.decide(state, asked);
          return asked.target().equals(broken) && decision instanceof Decision.Accept accept
              ? new Decision.Accept(accept.happened(), waitingUntil(Instant.MAX))
              : decision;
        };
    try (Flow flow = new Flow(rules, Flow.ALL_TAKE)) {
      IntentId other = SeedPlan.intent(new Random(3));
      Result refused = flow.ask(Flow.SERVICE, broken, SeedPlan.submit());
      assertThat(((Result.Rejected) refused).rejection().code()).isEqualTo(Rejection.Code.INTERNAL);

      flow.ask(Flow.SERVICE, other, SeedPlan.submit());
      flow.ask(Flow.VALIDATOR, other.step(1), Flow.report(Kind.COMPLETE));
      flow.ask(Flow.APPROVER, other, Flow.decide("approved"));

      assertThat(flow.events()).hasAtLeastOneElementOfType(Event.IntentCompleted.class);
      assertThat(flow.deadLetters()).hasSize(1);
    }
  }

  private static Intent.Running running(int seed) {
    IntentId id = SeedPlan.intent(new Random(seed));
    try (Flow flow = new Flow()) {
      Asked asked = flow.asked(Flow.SERVICE, id, SeedPlan.submit(), Optional.empty());
      return (Intent.Running) ((Decision.Accept) DECIDER.decide(new Intent.None(), asked)).after();
    }
  }

  private static Intent.Running waitingUntil(Instant until) {
    return at(running(2), until);
  }

  private static Intent.Running at(Intent.Running running, Instant until) {
    return new Intent.Running(
        running.origin(), running.progress(), new Work.Delay(SeedPlan.VALIDATE, 1, until));
  }
}
