package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.stream.IntentStore.Due;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class IntentStoreTest {
  private static final IntentId INTENT = IntentId.root(1, 1L << 20);
  private static final Instant DUE = Instant.parse("2026-01-02T03:04:05.123456789Z");

  private final KeyValueStore<Bytes, byte[]> rows = Stores.inMemoryKeyValueStore("intents").get();
  private final IntentStore store = new IntentStore(rows);

  IntentStoreTest() {
    rows.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), rows);
  }

  @Test
  void aState_comesBackWithItsDueTime_toTheMicrosecond() {
    Due due = Due.of(DUE, INTENT);
    store.save(INTENT, Optional.of(new Kept(Optional.of(due), new byte[] {1, 2})));

    Kept kept = store.load(INTENT).orElseThrow();

    assertThat(kept.state()).containsExactly(1, 2);
    assertThat(kept.due()).contains(due);
    assertThat(due.micros()).isEqualTo(1_767_323_045_123_456L);
  }

  @Test
  void aLook_findsEachIntentWithATimer_someAtATime() {
    IntentId without = IntentId.root(2, 1L << 20);
    IntentId third = IntentId.root(-3, 1L << 20);
    store.save(INTENT, Optional.of(new Kept(Optional.of(Due.of(DUE, INTENT)), new byte[1])));
    store.save(without, Optional.of(new Kept(Optional.empty(), new byte[1])));
    store.save(third, Optional.of(new Kept(Optional.of(Due.of(DUE, third)), new byte[1])));
    List<Due> found = new ArrayList<>();

    try (IntentStore.Look look = store.look()) {
      assertThat(look.on(2, found::add)).isTrue();
      assertThat(look.on(2, found::add)).isFalse();
    }

    assertThat(found).containsExactlyInAnyOrder(Due.of(DUE, INTENT), Due.of(DUE, third));
  }

  @Test
  void aForgottenIntent_leavesNothingBehind() {
    store.save(INTENT, Optional.of(new Kept(Optional.empty(), new byte[1])));

    store.save(INTENT, Optional.empty());

    assertThat(store.load(INTENT)).isEmpty();
    assertThat(rows.approximateNumEntries()).isZero();
  }
}
