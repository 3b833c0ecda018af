package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.IntentId;
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
    DueIndex index = new DueIndex(store, 10);
    Due late = put(index, intent(1), 300);
    Due early = put(index, intent(2), 100);

    assertThat(index.due(99, 10)).isEmpty();
    assertThat(index.due(100, 10)).containsExactly(early);
    assertThat(index.due(300, 10)).containsExactly(early, late);
    assertThat(index.due(300, 1)).containsExactly(early);
  }

  @Test
  void rows_thatWereThereAtStart_areDueAtOnce() {
    Due row = put(new DueIndex(store, 10), intent(1), 100);

    assertThat(new DueIndex(store, 10).due(500, 10)).containsExactly(row);
  }

  @Test
  void manyRowsOfTheSameTime_areAllFound_howeverFewAreReadAtOnce() {
    for (int i = 1; i <= 25; i++) {
      put(new DueIndex(store, 10), intent(i), 100);
    }
    DueIndex index = new DueIndex(store, 4);

    TreeSet<Due> fired = new TreeSet<>();
    for (int tick = 0; tick < 30; tick++) {
      for (Due row : index.due(100, 3)) {
        remove(index, row);
        fired.add(row);
      }
    }

    assertThat(fired).hasSize(25);
  }

  @Test
  void aRowSetAside_isLeftAloneForAMinute_andThenComesBack() {
    DueIndex index = new DueIndex(store, 10);
    Due row = put(index, intent(1), 100);

    index.setAside(row, 100);

    assertThat(index.due(60_000_099, 10)).isEmpty();
    assertThat(index.due(60_000_100, 10)).containsExactly(row);
  }

  @Test
  void aRowSetAside_thatIsGoneMeanwhile_doesNotComeBack() {
    DueIndex index = new DueIndex(store, 10);
    Due row = put(index, intent(1), 100);

    index.setAside(row, 100);
    remove(index, row);

    assertThat(index.due(90_000_000, 10)).isEmpty();
  }

  @Test
  void afterAnyHistory_theDueRowsAreTheStoresOwn() {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      DueIndex index = new DueIndex(store, 1 + random.nextInt(6));
      Map<IntentId, Due> expected = new HashMap<>();
      store.dueAfter(Due.FIRST, 1_000).forEach(row -> expected.put(row.root(), row));
      long now = 1_000 * seed;
      for (int step = 0; step < 300; step++) {
        IntentId intent = intent(1 + random.nextInt(20));
        if (random.nextInt(3) == 0) {
          Optional.ofNullable(expected.remove(intent)).ifPresent(row -> remove(index, row));
        } else {
          Optional.ofNullable(expected.remove(intent)).ifPresent(row -> remove(index, row));
          expected.put(intent, put(index, intent, now + random.nextInt(60)));
        }
        now += random.nextInt(4);
        long at = now;
        List<Due> due =
            new ArrayList<>(
                new TreeSet<>(
                    expected.values().stream().filter(row -> row.micros() <= at).toList()));

        assertThat(index.due(now, 1_000)).as("seed %d, step %d", seed, step).isEqualTo(due);
      }
    }
  }

  private Due put(DueIndex index, IntentId intent, long micros) {
    Due row = new Due(micros, intent);
    store.save(intent, Optional.empty(), Optional.of(new Kept(Optional.of(row), new byte[] {7})));
    index.moved(Optional.empty(), Optional.of(row));
    return row;
  }

  private void remove(DueIndex index, Due row) {
    store.save(row.root(), Optional.of(row), Optional.empty());
    index.moved(Optional.of(row), Optional.empty());
  }

  private static IntentId intent(long n) {
    // Ids whose highest bit differs: they must sort as the bytes of the keys do.
    return IntentId.root(n * 0x9E3779B97F4A7C15L, n << 20);
  }
}
