package dev.assent.door;

import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// A view's store as HTTP threads read it: a store that is moved or closed meanwhile is a view that
/// cannot answer just now.
record ReadStore(ReadOnlyKeyValueStore<Bytes, byte[]> store)
    implements ReadOnlyKeyValueStore<Bytes, byte[]> {

  private static <T extends @Nullable Object> T read(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidStateStoreException e) {
      throw new ViewUnavailableException(
          "expected the view's store to stay open, but " + e.getMessage(), e);
    }
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return ReadStore.<byte @Nullable []>read(() -> store.get(key));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    return read(() -> store.range(from, to));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
    return read(() -> store.reverseRange(from, to));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return read(store::all);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return read(store::reverseAll);
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, PS serializer) {
    return read(() -> store.prefixScan(prefix, serializer));
  }

  @Override
  public long approximateNumEntries() {
    return read(store::approximateNumEntries);
  }
}
