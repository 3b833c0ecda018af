package dev.assent.lifecycle.stream;

import dev.assent.contract.IntentId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The one store of a task, with two kinds of rows, because every further store is one more
/// changelog partition in each commit (DESIGN section 7):
///
/// | row | key | value |
/// |---|---|---|
/// | state | `s`, 16 bytes of the root's id | 8 bytes: the intent's row in the due index (0 for none); then the state |
/// | due | `d`, 8 bytes of the due time in microseconds, 16 bytes of the root's id | nothing |
///
/// An intent has at most one due row: that of its earliest timer. Where it is, is written beside
/// the state, so the row that is replaced is known exactly, whatever a later release thinks of the
/// same state's timers. Due times sort as unsigned numbers: they are after 1970.
final class IntentStore {
  private static final byte STATE = 's';
  private static final byte DUE = 'd';
  private static final int ID_BYTES = 16;
  private static final int DUE_KEY_BYTES = 1 + Long.BYTES + ID_BYTES;
  private static final byte[] NOTHING = {};

  private final KeyValueStore<Bytes, byte[]> rows;

  IntentStore(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /// A state as it is kept.
  ///
  /// @param due where the intent's row in the due index is
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(Optional<Due> due, byte[] state) {}

  /// A row of the due index: this intent has a timer due at this time.
  ///
  /// @param micros since 1970; what is finer is cut off, as it is in the state
  record Due(long micros, IntentId root) implements Comparable<Due> {
    /// Before every row.
    static final Due FIRST = new Due(0, new IntentId(new UUID(0, 0)));

    /// After every row.
    static final Due LAST = new Due(Long.MAX_VALUE, new IntentId(new UUID(-1, -1)));

    static Due of(Instant due, IntentId root) {
      return new Due(microsOf(due), root);
    }

    /// As the bytes of the keys sort.
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(micros, other.micros);
      if (byTime != 0) {
        return byTime;
      }
      UUID mine = root.value();
      UUID others = other.root.value();
      int byHigh =
          Long.compareUnsigned(mine.getMostSignificantBits(), others.getMostSignificantBits());
      return byHigh != 0
          ? byHigh
          : Long.compareUnsigned(mine.getLeastSignificantBits(), others.getLeastSignificantBits());
    }
  }

  static long microsOf(Instant at) {
    long micros =
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
    return Math.max(micros, 1);
  }

  Optional<Kept> load(IntentId root) {
    byte[] row = rows.get(stateKey(root));
    if (row == null) {
      return Optional.empty();
    }
    long micros = ByteBuffer.wrap(row).getLong();
    Optional<Due> due = micros == 0 ? Optional.empty() : Optional.of(new Due(micros, root));
    return Optional.of(new Kept(due, Arrays.copyOfRange(row, Long.BYTES, row.length)));
  }

  /// Makes the intent's rows what they should be.
  ///
  /// @param before the due row it has had
  /// @param after empty when the intent is to be forgotten
  void save(IntentId root, Optional<Due> before, Optional<Kept> after) {
    Optional<Due> due = after.flatMap(Kept::due);
    if (!before.equals(due)) {
      before.ifPresent(this::deleteDue);
      due.ifPresent(row -> rows.put(dueKey(row), NOTHING));
    }
    after.ifPresentOrElse(
        kept -> rows.put(stateKey(root), stateRow(kept)), () -> rows.delete(stateKey(root)));
  }

  /// Removes a due row that no state speaks of.
  void deleteDue(Due due) {
    rows.delete(dueKey(due));
  }

  /// The first rows behind the given one, in order.
  List<Due> dueAfter(Due last, int max) {
    Bytes from = Bytes.wrap(Arrays.copyOf(dueKey(last).get(), DUE_KEY_BYTES + 1));
    Bytes to = Bytes.wrap(new byte[] {DUE + 1});
    List<Due> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> iterator = rows.range(from, to)) {
      while (found.size() < max && iterator.hasNext()) {
        found.add(dueOf(iterator.next().key));
      }
    }
    return found;
  }

  private static Bytes stateKey(IntentId root) {
    return Bytes.wrap(id(ByteBuffer.allocate(1 + ID_BYTES).put(STATE), root).array());
  }

  private static Bytes dueKey(Due due) {
    return Bytes.wrap(
        id(ByteBuffer.allocate(DUE_KEY_BYTES).put(DUE).putLong(due.micros()), due.root()).array());
  }

  private static byte[] stateRow(Kept kept) {
    return ByteBuffer.allocate(Long.BYTES + kept.state().length)
        .putLong(kept.due().map(Due::micros).orElse(0L))
        .put(kept.state())
        .array();
  }

  private static ByteBuffer id(ByteBuffer target, IntentId root) {
    return target
        .putLong(root.value().getMostSignificantBits())
        .putLong(root.value().getLeastSignificantBits());
  }

  private static Due dueOf(Bytes key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.get());
    bytes.get();
    long micros = bytes.getLong();
    return new Due(micros, new IntentId(new UUID(bytes.getLong(), bytes.getLong())));
  }
}
