package dev.assent.gateway.view;

import dev.assent.contract.Event.IntentCreated;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.rows.Remembered;
import dev.assent.platform.views.View;
import dev.assent.wire.codec.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The gateway's view. Kept on disk: each intent's batches of facts, and one small row for each
/// intent, among those that live or among those that have ended ([Keys]). An [IntentView] is folded
/// from its batches when it is asked for; the most recently folded ones are remembered, so that a
/// live intent is seldom read.
///
/// Batches come in on one thread; readers are on others.
public final class IntentStore implements View {
  /// The store's name.
  static final String NAME = "intents";

  /// How much of the most recently used intents is remembered, in characters of JSON: some 2 400 of
  /// three batches, in three times as many bytes. More of them cost more in garbage collection than
  /// they save in reads: at 33 554 432 it was 11 µs of 27 for each batch.
  private static final int REMEMBERED_MAX = 8_388_608;

  /// How the rows are written: those of another layout are made anew.
  private static final byte[] LAYOUT = {LiveCodec.LAYOUT};

  private final Codec<Happened> codec;
  private final Intents intents;
  private final Remembered<IntentId, IntentView> remembered =
      new Remembered<>(REMEMBERED_MAX, IntentView::size);
  private volatile @Nullable KeyValueStore<Bytes, byte[]> opened;

  public IntentStore(Codec<Happened> codec, Intents intents) {
    this.codec = codec;
    this.intents = intents;
  }

  @Override
  public List<String> stores() {
    return List.of(NAME);
  }

  @Override
  public void open(Stores stores) {
    opened = stores.store(NAME);
    if (!Arrays.equals(store().get(Keys.layout()), LAYOUT)) {
      adoptRowsOfEarlierVersion();
    }
    try (KeyValueIterator<Bytes, byte[]> rows =
        store().range(Keys.anyLive(true), Keys.anyLive(false))) {
      while (rows.hasNext()) {
        intents.indexes().put(LiveCodec.decode(rows.next()));
      }
    }
    intents.opened(this);
  }

  /// The first one had live intents among the ended ones, in rows that say nothing but that they
  /// live.
  private void adoptRowsOfEarlierVersion() {
    List<IntentId> live = new ArrayList<>();
    List<Bytes> old = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store().range(Keys.anyLive(true), Keys.anyLive(false))) {
      rows.forEachRemaining(row -> live.add(Keys.age(row.key).id()));
    }
    try (KeyValueIterator<Bytes, byte[]> rows =
        store().range(Keys.anyListing(true), Keys.anyListing(false))) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        if (EndedRow.isOfLive(row.value)) {
          old.add(row.key);
          live.add(Keys.listed(row.key).id());
        }
      }
    }
    old.forEach(store()::delete);
    live.forEach(id -> read(id).ifPresent(view -> putRow(view, Live.of(view))));
    store().put(Keys.layout(), LAYOUT);
  }

  @Override
  public void fold(Happened happened, byte[] record) {
    Optional<IntentView> before = before(happened);
    if (before.isPresent() && before.get().seq() >= happened.lastSeq()) {
      return;
    }
    if (before.isEmpty() && !begins(happened)) {
      throw new IllegalStateException(
          "expected the history of "
              + happened.intent()
              + " before its seq "
              + happened.firstSeq()
              + ", but it is not in the store");
    }
    IntentView after =
        before.map(view -> view.after(happened)).orElseGet(() -> IntentView.of(happened));
    Live live = Live.of(after);
    putRow(after, live);
    // Last, because it is what tells that this batch was folded.
    store().put(Keys.batch(happened.intent(), happened.firstSeq()), record);
    remembered.put(after.id(), after);
    if (after.status().ended()) {
      intents.indexes().remove(after.id());
    } else {
      intents.indexes().put(live);
    }
  }

  /// That an intent is new is told by one key, mostly by its Bloom filter: no range is searched.
  private Optional<IntentView> before(Happened happened) {
    boolean fresh = begins(happened) && store().get(Keys.batch(happened.intent(), 1)) == null;
    return fresh ? Optional.empty() : find(happened.intent());
  }

  private static boolean begins(Happened happened) {
    return happened.events().getFirst() instanceof IntentCreated;
  }

  private void putRow(IntentView view, Live live) {
    if (view.status().ended()) {
      store().put(Keys.live(live.age()), null); // delete() would read it first
      store().put(Keys.listing(live.workspace(), live.age()), EndedRow.value(view));
    } else {
      store().put(Keys.live(live.age()), LiveCodec.encode(live));
    }
  }

  @Override
  public void close() {
    intents.closed(this);
    intents.indexes().clear();
    remembered.clear();
  }

  /// @param root a root's id
  Optional<IntentView> find(IntentId root) {
    return remembered.get(root).or(() -> read(root));
  }

  /// A workspace's ended intents ([EndedRow]), the newest first; the caller closes it.
  ///
  /// @param from only this one and older ones
  KeyValueIterator<Bytes, byte[]> ended(Workspace workspace, Optional<Position> from) {
    return store()
        .range(
            from.map(age -> Keys.listing(workspace, age))
                .orElseGet(() -> Keys.listingEnd(workspace, true)),
            Keys.listingEnd(workspace, false));
  }

  private Optional<IntentView> read(IntentId root) {
    Optional<IntentView> view = Optional.empty();
    try (KeyValueIterator<Bytes, byte[]> batches =
        store().range(Keys.batch(root, 1), Keys.batch(root, Integer.MAX_VALUE))) {
      while (batches.hasNext()) {
        Happened happened = codec.decode(batches.next().value);
        view =
            view.map(before -> before.after(happened))
                .or(() -> Optional.of(IntentView.of(happened)));
      }
    }
    return view;
  }

  private KeyValueStore<Bytes, byte[]> store() {
    KeyValueStore<Bytes, byte[]> store = opened;
    if (store == null) {
      throw new IllegalStateException("expected an open view, but it was not opened");
    }
    return store;
  }
}
