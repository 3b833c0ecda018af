package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.stream.IntentStore.Due;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DueIndexTest {
  private final KeyValueStore<Bytes, byte[]> rows = Stores.inMemoryKeyValueStore("intents").get();
  private final IntentStore store = new IntentStore(rows);

  DueIndexTest() {
    rows.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), rows);
  }

  @Test
  void rows_comeInOrderOfTheirTime_andOnlyOnceTheyAreDue() {
    DueIndex index = looked(10);
    Due late = put(index, intent(1), 300);
    Due early = put(index, intent(2), 100);

    assertThat(index.due(99, 10)).isEmpty();
    assertThat(index.due(100, 10)).containsExactly(early);
    assertThat(index.due(300, 10)).containsExactly(early, late);
    assertThat(index.due(300, 1)).containsExactly(early);
    assertThat(index.nextMicros()).isEqualTo(100);
  }

  @Test
  void rows_thatWereThereAtStart_areDueOnceAllStatesAreLookedAt_inOrder() {
    DueIndex before = looked(100);
    List<Due> rows = new ArrayList<>();
    for (int i = 1; i <= 25; i++) {
      rows.addFirst(put(before, intent(i), 100 - i));
    }
    DueIndex index = new DueIndex(store, 10);

    assertThat(index.nextMicros()).isZero();
    assertThat(index.due(500, 100)).isEmpty();
    assertThat(index.due(500, 100)).isEmpty();
    assertThat(index.nextMicros()).isZero();
    assertThat(index.due(500, 100)).isEqualTo(rows);
  }

  @Test
  void whatIsDueFarAhead_isNotHeld_andIsFoundInTime() {
    DueIndex index = looked(10);
    long far = DueIndex.SPAN_MICROS + 5;
    Due row = put(index, intent(1), far);
    long lookAgain = index.nextMicros();

    assertThat(lookAgain).isEqualTo(DueIndex.SPAN_MICROS - DueIndex.LEAD_MICROS);
    assertThat(index.due(lookAgain, 10)).isEmpty();
    assertThat(index.nextMicros()).isEqualTo(far);
    assertThat(index.due(far, 10)).containsExactly(row);
  }

  @Test
  void aRowThatMovesDuringALook_isFoundAtItsNewTime() {
    DueIndex before = looked(100);
    for (int i = 1; i <= 25; i++) {
      put(before, intent(i), 100);
    }
    DueIndex index = new DueIndex(store, 10);
    assertThat(index.due(50, 100)).isEmpty();

    for (int i = 1; i <= 25; i++) {
      remove(index, new Due(100, intent(i)));
      put(index, intent(i), 200);
    }
    for (int ring = 0; ring < 3; ring++) {
      index.due(50, 100);
    }

    assertThat(index.due(200, 100).stream().filter(row -> row.micros() == 200)).hasSize(25);
  }

  @Test
  void aRowSetAside_isLeftAloneForAMinute_andThenComesBack() {
    DueIndex index = looked(10);
    Due row = put(index, intent(1), 100);

    index.setAside(row, 100);

    assertThat(index.due(60_000_099, 10)).isEmpty();
    assertThat(index.due(60_000_100, 10)).containsExactly(row);
  }

  @Test
  void aRowSetAside_thatIsGoneMeanwhile_doesNotComeBack() {
    DueIndex index = looked(10);
    Due row = put(index, intent(1), 100);

    index.setAside(row, 100);
    remove(index, row);

    assertThat(index.due(90_000_000, 10)).isEmpty();
  }

  @Test
  void afterAnyHistory_theDueRowsAreThoseOfTheStates() {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      Map<IntentId, Due> expected = statesSay();
      DueIndex index = new DueIndex(store, 1_000);
      long now = SPAN_STEP * seed;
      index.due(now, 1);
      for (int step = 0; step < 300; step++) {
        IntentId intent = intent(1 + random.nextInt(20));
        Optional.ofNullable(expected.remove(intent)).ifPresent(row -> remove(index, row));
        if (random.nextInt(3) != 0) {
          expected.put(intent, put(index, intent, now + random.nextLong(SPAN_STEP)));
        }
        now += random.nextLong(SPAN_STEP / 20);
        long at = now;
        List<Due> due =
            new ArrayList<>(
                new TreeSet<>(
                    expected.values().stream().filter(row -> row.micros() <= at).toList()));

        assertThat(index.due(now, 1_000)).as("seed %d, step %d", seed, step).isEqualTo(due);
      }
    }
  }

  /// Several times the span, so that rows lie before and behind the horizon.
  private static final long SPAN_STEP = 3 * DueIndex.SPAN_MICROS;

  private Map<IntentId, Due> statesSay() {
    Map<IntentId, Due> rows = new HashMap<>();
    try (IntentStore.Look look = store.look()) {
      look.on(1_000, row -> rows.put(row.root(), row));
    }
    return rows;
  }

  /// An index that has looked at all states, at time 0.
  private DueIndex looked(int readMax) {
    DueIndex index = new DueIndex(store, readMax);
    index.due(0, 1);
    return index;
  }

  private Due put(DueIndex index, IntentId intent, long micros) {
    Due row = new Due(micros, intent);
    store.save(intent, Optional.of(new Kept(Optional.of(row), new byte[] {7})));
    index.moved(Optional.empty(), Optional.of(row));
    return row;
  }

  private void remove(DueIndex index, Due row) {
    store.save(row.root(), Optional.empty());
    index.moved(Optional.of(row), Optional.empty());
  }

  private static IntentId intent(long n) {
    return IntentId.root(n * 0x9E3779B97F4A7C15L, n << 20);
  }
}
