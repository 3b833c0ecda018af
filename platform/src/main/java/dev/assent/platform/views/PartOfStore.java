package dev.assent.platform.views;

import dev.assent.platform.streams.DamagedStoreException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A view's own store inside the one store that all views of an instance share: its rows begin with
/// a byte of their own. Whoever reads it, the view's own code or a door's thread, on the way
/// through here damage is heard of.
///
/// @param damaged hears of damage, before the exception goes on
record PartOfStore(
    KeyValueStore<Bytes, byte[]> whole, byte part, Consumer<DamagedStoreException> damaged)
    implements KeyValueStore<Bytes, byte[]> {

  private <T extends @Nullable Object> T heard(Supplier<T> use) {
    try {
      return use.get();
    } catch (DamagedStoreException e) {
      damaged.accept(e);
      throw e;
    }
  }

  private void heard(Runnable use) {
    var _ =
        heard(
            () -> {
              use.run();
              return true;
            });
  }

  private KeyValueIterator<Bytes, byte[]> rows(Supplier<KeyValueIterator<Bytes, byte[]>> rows) {
    return new Rows(heard(rows));
  }

  private Bytes inWhole(Bytes key) {
    byte[] own = key.get();
    byte[] all = new byte[own.length + 1];
    all[0] = part;
    System.arraycopy(own, 0, all, 1, own.length);
    return Bytes.wrap(all);
  }

  private Bytes first(@Nullable Bytes from) {
    return from == null ? Bytes.wrap(new byte[] {part}) : inWhole(from);
  }

  private Bytes last(@Nullable Bytes to) {
    return to == null ? Bytes.wrap(new byte[] {(byte) (part + 1)}) : inWhole(to);
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return this.<byte @Nullable []>heard(() -> whole.get(inWhole(key)));
  }

  /// @param value null deletes the row, and does not read it first as [#delete] does
  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    heard(() -> whole.put(inWhole(key), value));
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    return this.<byte @Nullable []>heard(() -> whole.putIfAbsent(inWhole(key), value));
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    return this.<byte @Nullable []>heard(() -> whole.delete(inWhole(key)));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    return rows(() -> whole.range(first(from), last(to)));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
    return rows(() -> whole.reverseRange(first(from), last(to)));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return range(null, null);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return reverseRange(null, null);
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, PS serializer) {
    return rows(
        () ->
            whole.prefixScan(
                inWhole(Bytes.wrap(serializer.serialize("", prefix))), (topic, key) -> key.get()));
  }

  /// Those of all parts.
  @Override
  public long approximateNumEntries() {
    return heard(whole::approximateNumEntries);
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    throw new IllegalStateException("expected a store that is open, but it is to be opened");
  }

  @Override
  public void close() {
    throw new IllegalStateException("expected the whole store to be closed, but got a part of it");
  }

  @Override
  public boolean persistent() {
    return whole.persistent();
  }

  @Override
  public boolean isOpen() {
    return whole.isOpen();
  }

  private final class Rows implements KeyValueIterator<Bytes, byte[]> {
    private final KeyValueIterator<Bytes, byte[]> rows;

    Rows(KeyValueIterator<Bytes, byte[]> rows) {
      this.rows = rows;
    }

    private static Bytes own(Bytes key) {
      byte[] all = key.get();
      return Bytes.wrap(Arrays.copyOfRange(all, 1, all.length));
    }

    @Override
    public Bytes peekNextKey() {
      return own(heard(rows::peekNextKey));
    }

    @Override
    public boolean hasNext() {
      return heard(rows::hasNext);
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      KeyValue<Bytes, byte[]> row = heard(rows::next);
      return KeyValue.pair(own(row.key), row.value);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
