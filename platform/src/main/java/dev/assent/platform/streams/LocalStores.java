package dev.assent.platform.streams;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The one kind of local store there is: bytes on this machine's disk, each read checked, nothing
/// cached above it. Its memory is bounded by [RocksMemory].
public final class LocalStores {
  private LocalStores() {}

  /// @param name of the store and of its folder
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            CheckedStore.supplier(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}
