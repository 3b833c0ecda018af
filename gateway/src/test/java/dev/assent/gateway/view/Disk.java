package dev.assent.gateway.view;

import dev.assent.contract.Happened;
import dev.assent.platform.views.View;
import dev.assent.wire.codec.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// A store in memory that outlives the views over it.
final class Disk implements View.Stores {
  private final List<Happened> batches = new ArrayList<>();
  private final KeyValueStore<Bytes, byte[]> store;

  Disk() {
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(IntentStore.NAME), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    store.init(context.getStateStoreContext(), store);
  }

  @Override
  public KeyValueStore<Bytes, byte[]> store(String name) {
    return store;
  }

  /// Of a view that is to read no batch.
  static Codec<Happened> unreadable() {
    return new Codec<>() {
      @Override
      public byte[] encode(Happened value) {
        throw new AssertionError("expected no batch to be written, but got " + value);
      }

      @Override
      public Happened decode(byte[] bytes) {
        throw new AssertionError("expected no batch to be read");
      }
    };
  }

  /// Writes a batch as its place in a list.
  Codec<Happened> codec() {
    return new Codec<>() {
      @Override
      public byte[] encode(Happened value) {
        batches.add(value);
        return ByteBuffer.allocate(Integer.BYTES).putInt(batches.size() - 1).array();
      }

      @Override
      public Happened decode(byte[] bytes) {
        return batches.get(ByteBuffer.wrap(bytes).getInt());
      }
    };
  }
}
