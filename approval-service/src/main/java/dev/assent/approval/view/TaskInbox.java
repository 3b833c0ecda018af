package dev.assent.approval.view;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.platform.rows.Remembered;
import dev.assent.platform.views.View;
import dev.assent.wire.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// Keeps what people need: the facts of every intent that can ask people something, and a row for
/// each open task. [OpenTasks] is rebuilt from the rows at start.
///
/// Facts are kept as they are on the events topic, so there is no second format of them, and what a
/// person sees of a task is folded from them when asked for ([#read]). What is folded of the most
/// recently used intents is remembered, so that the next facts of one are seldom preceded by a
/// read.
public final class TaskInbox implements View {
  static final String FACTS = "task-facts";
  static final String OPEN = "open-tasks";

  /// How much of the most recently used intents is remembered, in characters of JSON.
  private static final int REMEMBERED_MAX = 4_194_304;

  private final Codec<Happened> codec;
  private final OpenTasks index;
  private final Remembered<IntentId, TaskView> remembered =
      new Remembered<>(REMEMBERED_MAX, TaskView::size);
  private @Nullable Stores stores;

  public TaskInbox(Codec<Happened> codec, OpenTasks index) {
    this.codec = codec;
    this.index = index;
  }

  @Override
  public List<String> stores() {
    return List.of(FACTS, OPEN);
  }

  @Override
  public void open(Stores opened) {
    stores = opened;
    List<Listing> listings = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = opened.store(OPEN).all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        listings.add(TaskLineRow.listing(row.key, row.value));
      }
    }
    index.putAll(listings);
  }

  @Override
  public void fold(Happened happened, byte[] record) {
    Event first = happened.events().getFirst();
    if (first instanceof Event.IntentCreated created && !created.plan().asksPeople()) {
      return;
    }
    Optional<TaskView> before = known(happened.intent());
    if (before.isEmpty() && !(first instanceof Event.IntentCreated)) {
      return; // it never asks people
    }
    TaskView after =
        before.map(view -> view.after(happened)).orElseGet(() -> TaskView.begin(happened));
    if (before.isPresent() && before.get().lastSeq() == after.lastSeq()) {
      return; // these facts came again
    }
    Stores at = opened();
    if (!before.flatMap(TaskView::openTask).equals(after.openTask())
        || !before.flatMap(TaskView::deadlineAt).equals(after.deadlineAt())) {
      TaskLine.of(after).ifPresentOrElse(task -> put(task, at), () -> remove(after.intent(), at));
    }
    // Last, because it is what tells that these facts were folded.
    at.store(FACTS).put(TaskKeys.facts(happened.intent(), happened.firstSeq()), record);
    if (after.status().ended()) {
      remembered.forget(after.intent());
    } else {
      remembered.put(after.intent(), after);
    }
  }

  /// What was folded of an intent before; empty for a new one, and for one that never asks people.
  private Optional<TaskView> known(IntentId intent) {
    return remembered.get(intent).or(() -> stored(intent));
  }

  /// That there is nothing is told by one key, mostly by its Bloom filter: no range is searched.
  private Optional<TaskView> stored(IntentId intent) {
    ReadOnlyKeyValueStore<Bytes, byte[]> facts = opened().store(FACTS);
    return facts.get(TaskKeys.facts(intent, 1)) == null
        ? Optional.empty()
        : TaskView.of(read(facts, intent, codec));
  }

  private void put(TaskLine task, Stores at) {
    at.store(OPEN).put(TaskKeys.task(task.intent()), TaskLineRow.encode(task));
    index.put(Listing.of(task));
  }

  private void remove(IntentId intent, Stores at) {
    if (index.remove(intent)) {
      at.store(OPEN).put(TaskKeys.task(intent), null); // delete() would read it first
    }
  }

  @Override
  public void close() {
    if (stores != null) {
      index.clear();
      remembered.clear();
      stores = null;
    }
  }

  /// All facts of an intent, in order; empty for an intent that never asks people.
  static List<Happened> read(
      ReadOnlyKeyValueStore<Bytes, byte[]> facts, IntentId root, Codec<Happened> codec) {
    List<Happened> all = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        facts.range(TaskKeys.facts(root, 1), TaskKeys.facts(root, Integer.MAX_VALUE))) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        all.add(codec.decode(row.value));
      }
    }
    return all;
  }

  private Stores opened() {
    if (stores == null) {
      throw new IllegalStateException("expected the inbox to be open before it is used");
    }
    return stores;
  }
}
