package dev.assent.door;

import dev.assent.contract.Happened;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// A fold of the events into local stores, one instance for each partition. Pure mechanism: what is
/// kept is decided by the pure folds it calls. A fold must be idempotent: the same batch may come
/// again after a restart, so guard by seq.
public interface View {
  /// The names of the persistent key-value stores it writes; each is created with a changelog.
  List<String> stores();

  /// Called before the first batch, after the stores are restored: the place to rebuild what is
  /// only in memory.
  void open(Stores stores);

  void fold(Happened happened);

  /// Called when this instance loses the partition.
  void close();

  /// Access to the stores of this partition.
  interface Stores {
    KeyValueStore<Bytes, byte[]> store(String name);

    int partition();
  }
}
