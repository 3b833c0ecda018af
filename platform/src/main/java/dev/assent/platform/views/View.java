package dev.assent.platform.views;

import dev.assent.contract.Happened;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// A fold of all events into local stores. Pure mechanism: what is kept is decided by the pure
/// folds it calls. A fold must be idempotent: batches may come again after a crash, so guard by
/// seq. One thread folds; readers are on others.
public interface View {
  /// The names of the persistent key-value stores it writes.
  List<String> stores();

  /// Called before the first batch: the place to rebuild what is only in memory.
  void open(Stores stores);

  /// @param record the same batch as it is on the events topic, for a view that keeps it: there is
  ///   no need to encode it again
  void fold(Happened happened, byte[] record);

  void close();

  /// Access to the stores.
  interface Stores {
    KeyValueStore<Bytes, byte[]> store(String name);
  }
}
