package dev.assent.approval.view;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.IntentId;
import dev.assent.door.View;
import dev.assent.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// Keeps what people need: the facts of every intent that can ask people something, and a row for
/// each open task. [OpenTasks] is rebuilt from the rows at start.
///
/// Facts are kept as they are on the events topic, so there is no second format of them, and what a
/// person sees of a task is folded from them when asked for ([#read]).
public final class TaskInbox implements View {
  static final String FACTS = "task-facts";
  static final String OPEN = "open-tasks";

  private final Codec<Happened> codec;
  private final OpenTasks index;
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
    try (KeyValueIterator<Bytes, byte[]> rows = opened.store(OPEN).all()) {
      while (rows.hasNext()) {
        index.put(OpenTaskCodec.decode(rows.next().value));
      }
    }
  }

  @Override
  public void fold(Happened happened) {
    Stores at = opened();
    if (!concernsPeople(happened, at)) {
      return;
    }
    at.store(FACTS)
        .put(TaskKeys.facts(happened.intent(), happened.firstSeq()), codec.encode(happened));
    if (happened.events().stream().anyMatch(TaskInbox::changesTask)) {
      List<Happened> facts = read(at.store(FACTS), happened.intent(), codec);
      TaskView.of(facts)
          .flatMap(OpenTask::of)
          .ifPresentOrElse(task -> put(task, at), () -> remove(happened.intent(), at));
    }
  }

  private void put(OpenTask task, Stores at) {
    at.store(OPEN).put(TaskKeys.task(task.intent()), OpenTaskCodec.encode(task));
    index.put(task);
  }

  private void remove(IntentId intent, Stores at) {
    if (index.remove(intent)) {
      at.store(OPEN).delete(TaskKeys.task(intent));
    }
  }

  @Override
  public void close() {
    if (stores != null) {
      index.clear();
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

  private static boolean concernsPeople(Happened happened, Stores at) {
    return happened.events().getFirst() instanceof Event.IntentCreated created
        ? TaskView.asksPeople(created.plan())
        : at.store(FACTS).get(TaskKeys.facts(happened.intent(), 1)) != null;
  }

  private static boolean changesTask(Event event) {
    return switch (event) {
      case Event.TaskOpened _,
          Event.TaskReminded _,
          Event.TaskEscalated _,
          Event.TaskDecided _,
          Event.TaskExpired _,
          Event.IntentCompleted _,
          Event.IntentFailed _,
          Event.IntentCanceled _,
          Event.IntentTimedOut _ ->
          true;
      case Event.IntentCreated _,
          Event.IntentSubmitted _,
          Event.StepDelivered _,
          Event.StepAcknowledged _,
          Event.StepProgressed _,
          Event.StepCompleted _,
          Event.StepFailed _,
          Event.StepTimedOut _,
          Event.DelayStarted _,
          Event.DelayElapsed _,
          Event.NotificationRequested _,
          Event.HandedOff _,
          Event.ControlsChanged _,
          Event.ThreadNoted _ ->
          false;
    };
  }

  private Stores opened() {
    if (stores == null) {
      throw new IllegalStateException("expected the inbox to be open before it is used");
    }
    return stores;
  }
}
