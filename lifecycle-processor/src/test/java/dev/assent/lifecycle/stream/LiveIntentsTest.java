package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import dev.assent.lifecycle.stream.LifecycleProcessor.Loaded;
import dev.assent.lifecycle.stream.Turn.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveIntentsTest {
  private final LiveIntents live = new LiveIntents();
  private final Decider rules = new Decider(Flow.NO_FORMS);
  private final Random random = new Random(7);
  private final IntentId intent = SeedPlan.intent(random);

  @Test
  void whatWasWrittenLast_isFound() {
    Intent.Known first = known();
    Intent.Known second = known();
    live.changed(intent, keep(first, 10));
    live.changed(intent, keep(second, 10));

    assertThat(live.find(intent)).contains(new Loaded(intent, Optional.empty(), second));
  }

  @Test
  void whatIsForgotten_isNotFound_andARefusalChangesNothing() {
    live.changed(intent, keep(known(), 10));
    live.changed(intent, new Change.Nothing());
    assertThat(live.find(intent)).isPresent();

    live.changed(intent, new Change.Forget());
    assertThat(live.find(intent)).isEmpty();
  }

  @Test
  void aStateThatGrewTooLarge_isLookedUp() {
    live.changed(intent, keep(known(), 10));
    live.changed(intent, keep(known(), LiveIntents.STATE_BYTES_MAX + 1));

    assertThat(live.find(intent)).isEmpty();
  }

  @Test
  void thoseThatWereNotAskedForLongest_makeRoom() {
    List<IntentId> all = new ArrayList<>();
    int fit = LiveIntents.BYTES_MAX / LiveIntents.STATE_BYTES_MAX;
    for (int i = 0; i < fit + 1; i++) {
      IntentId next = SeedPlan.intent(random);
      all.add(next);
      live.changed(next, keep(known(), LiveIntents.STATE_BYTES_MAX));
      live.find(all.getFirst());
    }

    assertThat(live.find(all.get(0))).isPresent();
    assertThat(live.find(all.get(1))).isEmpty();
    assertThat(live.find(all.getLast())).isPresent();
  }

  private static Change keep(Intent.Known state, int bytes) {
    return new Change.Keep(state, new Kept(Optional.empty(), new byte[bytes]));
  }

  private Intent.Known known() {
    try (Flow flow = new Flow()) {
      Asked asked = flow.asked(Flow.SERVICE, intent, SeedPlan.any(random), Optional.empty());
      Decision decision = rules.decide(new Intent.None(), asked);
      return ((Decision.Accept) decision).after();
    }
  }
}
