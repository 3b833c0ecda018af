package dev.assent.lifecycle.stream;

import dev.assent.contract.id.IntentId;
import dev.assent.lifecycle.domain.Intent;
import dev.assent.lifecycle.stream.IntentStore.Kept;
import dev.assent.lifecycle.stream.LifecycleProcessor.Loaded;
import dev.assent.lifecycle.stream.Turn.Change;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The states of one task that were written last, as they were written: an intent's next command
/// often comes within moments, and then its state is neither looked up nor decoded (ADR 0045).
///
/// Lives as long as its task is initialised. Whatever undoes a transaction ends that, so nothing
/// here is ahead of the store. Ended intents are not kept: hardly anything comes for them.
final class LiveIntents {
  /// Of encoded states, in bytes; decoded they take some five times as much.
  static final int BYTES_MAX = 1 << 20;

  /// A state that is larger would push out too many others.
  static final int STATE_BYTES_MAX = BYTES_MAX / 16;

  private final Map<IntentId, Live> live = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  private record Live(Loaded state, int bytes) {}

  Optional<Loaded> find(IntentId root) {
    return Optional.ofNullable(live.get(root)).map(Live::state);
  }

  /// Follows what was written for an intent.
  void changed(IntentId root, Change change) {
    switch (change) {
      case Change.Keep keep -> keep(root, keep.kept(), keep.intent());
      case Change.Forget _ -> drop(root);
      case Change.Nothing _ -> {}
    }
  }

  private void keep(IntentId root, Kept kept, Intent intent) {
    drop(root);
    int size = kept.state().length;
    if (size > STATE_BYTES_MAX || intent instanceof Intent.Ended) {
      return;
    }
    live.put(root, new Live(new Loaded(root, kept.due(), intent), size));
    bytes += size;
    for (Iterator<Live> oldest = live.values().iterator(); bytes > BYTES_MAX; ) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  private void drop(IntentId root) {
    Live dropped = live.remove(root);
    bytes -= dropped == null ? 0 : dropped.bytes();
  }
}
