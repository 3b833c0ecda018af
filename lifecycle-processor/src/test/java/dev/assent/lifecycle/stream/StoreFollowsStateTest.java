package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Command;
import dev.assent.contract.Command.Report.Kind;
import dev.assent.contract.IntentId;
import dev.assent.contract.Json;
import dev.assent.contract.Limits;
import dev.assent.contract.Status;
import dev.assent.contract.Timer;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.domain.Timers;
import dev.assent.lifecycle.stream.IntentStore.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happened: the due index holds the earliest timer of every intent and nothing else, and
/// every state on disk is read back as it was written.
class StoreFollowsStateTest {
  private final StateCodec states = new StateCodec();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void afterAnyHistory_theDueIndexIsWhatTheStatesSay(long seed) {
    Random random = new Random(seed);
    List<IntentId> intents = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      intents.add(SeedPlan.intent(random));
    }
    try (Flow flow = new Flow()) {
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

      assertThat(dueRows(flow)).isEqualTo(expectedRows(flow));
      flow.advance(Limits.ENDED_KEPT.plusDays(30));
      assertThat(dueRows(flow)).isEqualTo(expectedRows(flow));
    }
  }

  private List<Due> expectedRows(Flow flow) {
    List<Due> expected = new ArrayList<>();
    IntentStore store = new IntentStore(flow.store());
    rows(flow, 's')
        .forEach(
            row -> {
              byte[] state = Arrays.copyOfRange(row.value, 8, row.value.length);
              Intent.Known intent = states.decode(state);
              assertThat(states.encode(intent)).isEqualTo(state);
              SortedSet<Timer> timers = Timers.of(intent);
              Optional<Due> due =
                  timers.isEmpty()
                      ? Optional.empty()
                      : Optional.of(Due.of(timers.first().due(), intent.id()));
              assertThat(store.load(intent.id()).orElseThrow().due()).isEqualTo(due);
              due.ifPresent(expected::add);
            });
    expected.sort(Comparator.naturalOrder());
    return expected;
  }

  private static List<Due> dueRows(Flow flow) {
    List<Due> found = new IntentStore(flow.store()).dueAfter(Due.FIRST, 1_000);
    assertThat(rows(flow, 'd')).hasSameSizeAs(found);
    return found;
  }

  private static List<KeyValue<Bytes, byte[]>> rows(Flow flow, char kind) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (var all = flow.store().all()) {
      all.forEachRemaining(
          row -> {
            if (row.key.get()[0] == kind) {
              rows.add(row);
            }
          });
    }
    return rows;
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
