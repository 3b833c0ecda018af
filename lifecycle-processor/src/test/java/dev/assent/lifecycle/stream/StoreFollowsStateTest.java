package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.Status;
import dev.assent.contract.Timer;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Decider;
import dev.assent.lifecycle.domain.Decision;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.Timers;
import dev.assent.lifecycle.stream.IntentStore.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happened: beside every state is when its earliest timer is due, nothing else is in the
/// store, and every state on disk is read back as it was written.
class StoreFollowsStateTest {
  private final StateCodec states = new StateCodec();
  private final Decider rules = new Decider(Flow.NO_FORMS);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void afterAnyHistory_theDueTimesAreWhatTheStatesSay(long seed) {
    Random random = new Random(seed);
    List<IntentId> intents = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      intents.add(SeedPlan.intent(random));
    }
    try (Flow flow = new Flow(this::decideAsWritten, Flow.ALL_TAKE)) {
      for (int step = 0; step < 120; step++) {
        IntentId intent = intents.get(random.nextInt(intents.size()));
        switch (random.nextInt(10)) {
          case 0, 1 -> flow.ask(Flow.SERVICE, intent, SeedPlan.any(random));
          case 2, 3, 4 -> flow.ask(Flow.VALIDATOR, run(intent, random), report(random));
          case 5 -> flow.ask(Flow.APPROVER, intent, Flow.decide(outcome(random)));
          case 6 -> flow.ask(Flow.SERVICE, intent, resolve(random));
          default -> flow.advance(Duration.ofMillis(1 + random.nextInt(400_000)));
        }
      }

      check(flow);
      flow.advance(Limits.ENDED_KEPT.plusDays(30));
      check(flow);
    }
  }

  /// What a command finds, from the disk or from among the live ones, is what the disk gives.
  private Decision decideAsWritten(Intent before, Asked asked) {
    if (before instanceof Intent.Known known) {
      assertThat(states.decode(states.encode(known))).isEqualTo(before);
    }
    return rules.decide(before, asked);
  }

  private void check(Flow flow) {
    IntentStore store = new IntentStore(flow.store());
    List<Due> found = new ArrayList<>();
    try (IntentStore.Look look = store.look()) {
      assertThat(look.on(1_000, found::add)).isFalse();
    }
    List<Due> expected = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = flow.store().all()) {
      rows.forEachRemaining(row -> due(store, row.value).ifPresent(expected::add));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private Optional<Due> due(IntentStore store, byte[] row) {
    byte[] state = Arrays.copyOfRange(row, 8, row.length);
    Intent.Known intent = states.decode(state);
    assertThat(states.encode(intent)).isEqualTo(state);
    SortedSet<Timer> timers = Timers.of(intent);
    Optional<Due> due =
        timers.isEmpty()
            ? Optional.empty()
            : Optional.of(Due.of(timers.first().due(), intent.id()));
    assertThat(store.load(intent.id()).orElseThrow().due()).isEqualTo(due);
    return due;
  }

  private static IntentId run(IntentId intent, Random random) {
    return intent.step(1 + random.nextInt(5));
  }

  private static Command.Report report(Random random) {
    Kind[] kinds = {Kind.COMPLETE, Kind.COMPLETE, Kind.COMPLETE, Kind.FAIL, Kind.PROGRESS};
    return Flow.report(kinds[random.nextInt(kinds.length)]);
  }

  private static String outcome(Random random) {
    return List.of("approved", "rejected", "changes_requested").get(random.nextInt(3));
  }

  private static Command resolve(Random random) {
    Status[] ends = {Status.COMPLETED, Status.FAILED, Status.CANCELED};
    return new Command.Resolve(ends[random.nextInt(3)], Json.EMPTY, "resolved");
  }
}
