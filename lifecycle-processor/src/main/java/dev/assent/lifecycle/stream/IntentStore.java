package dev.assent.lifecycle.stream;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.UuidBytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The one store of a task: the state of each of its intents, and beside it when its earliest timer
/// is due. Every further store is one more changelog partition in each commit (DESIGN section 7).
///
/// | key | value |
/// |---|---|
/// | `s`, 16 bytes of the root's id | 8 bytes: when the earliest timer is due, in microseconds since 1970 (0: there is none); then the state |
///
/// When it is due is written as it was worked out with the state, so [DueIndex] is made without
/// reading states, whatever a later release thinks of their timers.
final class IntentStore {
  private static final byte STATE = 's';
  private static final int KEY_BYTES = 1 + UuidBytes.LENGTH;

  private final KeyValueStore<Bytes, byte[]> rows;

  IntentStore(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /// A state as it is kept.
  ///
  /// @param due the intent's row in the due index
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(Optional<Due> due, byte[] state) {}

  /// A row of the due index: this intent has a timer due at this time.
  ///
  /// @param micros since 1970; what is finer is cut off, as it is in the state
  record Due(long micros, IntentId root) implements Comparable<Due> {
    static Due of(Instant due, IntentId root) {
      return new Due(microsOf(due), root);
    }

    /// By time; those of the same time in a fixed order.
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(micros, other.micros);
      return byTime != 0 ? byTime : root.value().compareTo(other.root.value());
    }
  }

  static long microsOf(Instant at) {
    long micros =
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
    return Math.max(micros, 1);
  }

  Optional<Kept> load(IntentId root) {
    byte[] row = rows.get(key(root));
    return row == null
        ? Optional.empty()
        : Optional.of(new Kept(due(root, row), Arrays.copyOfRange(row, Long.BYTES, row.length)));
  }

  /// @param kept empty when the intent is to be forgotten
  void save(IntentId root, Optional<Kept> kept) {
    kept.ifPresentOrElse(after -> rows.put(key(root), row(after)), () -> rows.delete(key(root)));
  }

  /// Begins to look through all states, as they are now. The caller closes it.
  Look look() {
    return new Look(rows.range(Bytes.wrap(new byte[] {STATE}), Bytes.wrap(new byte[] {STATE + 1})));
  }

  /// On the way through all states.
  static final class Look implements AutoCloseable {
    private final KeyValueIterator<Bytes, byte[]> rows;

    private Look(KeyValueIterator<Bytes, byte[]> rows) {
      this.rows = rows;
    }

    /// Looks at the next ones.
    ///
    /// @return whether there are more
    boolean on(int max, Consumer<Due> found) {
      for (int i = 0; i < max && rows.hasNext(); i++) {
        KeyValue<Bytes, byte[]> row = rows.next();
        due(root(row.key), row.value).ifPresent(found);
      }
      return rows.hasNext();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private static Optional<Due> due(IntentId root, byte[] row) {
    long micros = ByteBuffer.wrap(row).getLong();
    return micros == 0 ? Optional.empty() : Optional.of(new Due(micros, root));
  }

  private static byte[] row(Kept kept) {
    return ByteBuffer.allocate(Long.BYTES + kept.state().length)
        .putLong(kept.due().map(Due::micros).orElse(0L))
        .put(kept.state())
        .array();
  }

  private static Bytes key(IntentId root) {
    return Bytes.wrap(
        UuidBytes.put(ByteBuffer.allocate(KEY_BYTES).put(STATE), root.value()).array());
  }

  private static IntentId root(Bytes key) {
    return new IntentId(UuidBytes.get(ByteBuffer.wrap(key.get(), 1, UuidBytes.LENGTH)));
  }
}
