package dev.assent.platform.views;

import dev.assent.platform.streams.DamagedStoreException;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// A view's store as HTTP threads read it: a store that is moved or closed meanwhile, or that turns
/// out to be damaged, is a view that cannot answer just now.
record ReadStore(ReadOnlyKeyValueStore<Bytes, byte[]> store)
    implements ReadOnlyKeyValueStore<Bytes, byte[]> {

  private <T extends @Nullable Object> T read(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidStateStoreException e) {
      throw new ViewUnavailableException(
          "expected the view's store to stay open, but " + e.getMessage(), e);
    } catch (DamagedStoreException e) {
      throw new ViewUnavailableException("the view is damaged on disk and is made anew", e);
    }
  }

  /// Rows as they are read, which is when a store may turn out to be closed or damaged.
  private final class Rows implements KeyValueIterator<Bytes, byte[]> {
    private final KeyValueIterator<Bytes, byte[]> rows;

    Rows(Supplier<KeyValueIterator<Bytes, byte[]>> rows) {
      this.rows = read(rows);
    }

    @Override
    public boolean hasNext() {
      return read(rows::hasNext);
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      return read(rows::next);
    }

    @Override
    public Bytes peekNextKey() {
      return read(rows::peekNextKey);
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return this.<byte @Nullable []>read(() -> store.get(key));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    return new Rows(() -> store.range(from, to));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
    return new Rows(() -> store.reverseRange(from, to));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return new Rows(store::all);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return new Rows(store::reverseAll);
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, PS serializer) {
    return new Rows(() -> store.prefixScan(prefix, serializer));
  }

  @Override
  public long approximateNumEntries() {
    return read(store::approximateNumEntries);
  }
}
