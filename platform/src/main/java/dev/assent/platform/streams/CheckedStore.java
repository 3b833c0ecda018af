package dev.assent.platform.streams;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kafka Streams' RocksDB store, which never takes damage on the disk for an answer. RocksDB checks
/// a checksum with each block that it reads; but an iterator that meets a damaged one only ends,
/// and Kafka Streams does not ask it why (4.3.1, `RocksDbIterator`), so rows were missing without a
/// word. Here every end is asked for its reason, and all damage is a [DamagedStoreException].
///
/// ADR 0035. A store that is too damaged to be opened is emptied: it keeps its offsets itself, so
/// Kafka Streams then fills it from the beginning.
final class CheckedStore extends RocksDBStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckedStore.class);

  /// Kafka Streams' own name of these stores in metrics.
  private static final String METRICS = "rocksdb";

  private static final VarHandle NATIVE = nativeIterator();

  private CheckedStore(String name) {
    super(name, METRICS);
  }

  /// Makes stores of this name, over the same files as Kafka Streams' own.
  static KeyValueBytesStoreSupplier supplier(String name) {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return new CheckedStore(name);
      }

      @Override
      public String metricsScope() {
        return METRICS;
      }
    };
  }

  private static VarHandle nativeIterator() {
    try {
      Class<?> rows = Class.forName("org.apache.kafka.streams.state.internals.RocksDbIterator");
      return MethodHandles.privateLookupIn(rows, MethodHandles.lookup())
          .findVarHandle(rows, "iter", RocksIterator.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "expected Kafka Streams' iterators to be as in 4.3.1, but they changed", e);
    }
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    try {
      super.init(context, root);
    } catch (ProcessorStateException e) {
      if (!isDamageAtOpening(e.getCause())) {
        throw e;
      }
      LOGGER
          .atError()
          .addKeyValue("store", name())
          .addKeyValue("task", context.taskId())
          .setCause(e)
          .log("A store is too damaged to be opened; it is emptied and filled again");
      empty(new File(new File(context.stateDir(), "rocksdb"), name()));
      super.init(context, root);
    }
  }

  private static void empty(File folder) {
    try {
      Utils.delete(folder);
    } catch (IOException e) {
      throw new ProcessorStateException("expected to empty " + folder, e);
    }
  }

  @Override
  public synchronized void put(Bytes key, byte @Nullable [] value) {
    checked(
        () -> {
          super.put(key, value);
          return true;
        });
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> rows) {
    checked(
        () -> {
          super.putAll(rows);
          return true;
        });
  }

  @Override
  public synchronized byte @Nullable [] get(Bytes key) {
    return this.<byte @Nullable []>checked(() -> super.get(key));
  }

  @Override
  public synchronized byte @Nullable [] delete(Bytes key) {
    return this.<byte @Nullable []>checked(() -> super.delete(key));
  }

  @Override
  public synchronized void commit(Map<TopicPartition, Long> offsets) {
    checked(
        () -> {
          super.commit(offsets);
          return true;
        });
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> range(
      @Nullable Bytes from, @Nullable Bytes to) {
    return checked(() -> new Rows(super.range(from, to)));
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> reverseRange(
      @Nullable Bytes from, @Nullable Bytes to) {
    return checked(() -> new Rows(super.reverseRange(from, to)));
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> all() {
    return checked(() -> new Rows(super.all()));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return checked(() -> new Rows(super.reverseAll()));
  }

  @Override
  public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, PS serializer) {
    return checked(() -> new Rows(super.prefixScan(prefix, serializer)));
  }

  private <T extends @Nullable Object> T checked(Supplier<T> access) {
    try {
      return access.get();
    } catch (ProcessorStateException e) {
      Throwable cause = e.getCause();
      if (cause != null && isDamage(cause)) {
        throw damaged(cause);
      }
      throw e;
    }
  }

  private DamagedStoreException damaged(Throwable cause) {
    return new DamagedStoreException(name(), context.taskId(), cause);
  }

  private static boolean isDamage(Throwable cause) {
    return cause instanceof RocksDBException failure
        && failure.getStatus() != null
        && (failure.getStatus().getCode() == Status.Code.Corruption || isAFileGone(failure));
  }

  /// Files that make no sense together are told as wrong arguments and the like. What the operating
  /// system refuses (a lock, a full disk) is no damage.
  private static boolean isDamageAtOpening(@Nullable Throwable cause) {
    return cause instanceof RocksDBException failure
        && failure.getStatus() != null
        && (failure.getStatus().getCode() != Status.Code.IOError || isAFileGone(failure));
  }

  private static boolean isAFileGone(RocksDBException failure) {
    return failure.getStatus().getCode() == Status.Code.IOError
        && String.valueOf(failure.getMessage()).contains("No such file");
  }

  /// Rows that say so when they end before their time.
  private final class Rows implements KeyValueIterator<Bytes, byte[]> {
    private final KeyValueIterator<Bytes, byte[]> rows;

    Rows(KeyValueIterator<Bytes, byte[]> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (rows.hasNext()) {
        return true;
      }
      try {
        ((RocksIterator) NATIVE.get(rows)).status();
      } catch (RocksDBException e) {
        throw damaged(e);
      }
      return false;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      return rows.next();
    }

    @Override
    public Bytes peekNextKey() {
      return rows.peekNextKey();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
