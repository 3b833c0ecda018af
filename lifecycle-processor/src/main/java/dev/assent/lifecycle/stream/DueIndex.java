package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.stream.IntentStore.Due;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The first rows of the due index, held in memory, so that it is known without reading the store
/// when the next one is due.
///
/// Every row up to the *horizon* is here and no row beyond it. When time reaches the horizon the
/// next rows are read, from the horizon on: so a deleted row, which RocksDB still has to step over,
/// is stepped over about once. (Most timers are canceled long before they are due: those tombstones
/// are what scanning costs.)
final class DueIndex {
  private static final long ASIDE_MICROS = 60_000_000;

  private final IntentStore store;
  private final int readMax;
  private final TreeSet<Due> near = new TreeSet<>();

  /// Rows whose timer broke the code, and until when (in microseconds) they are left alone.
  private final Map<Due, Long> aside = new HashMap<>();

  private Due horizon = Due.FIRST;

  /// @param readMax rows read at once; at most twice as many are held
  DueIndex(IntentStore store, int readMax) {
    this.store = store;
    this.readMax = readMax;
  }

  /// Follows a change made in the store.
  void moved(Optional<Due> before, Optional<Due> after) {
    if (before.equals(after)) {
      return;
    }
    before.ifPresent(this::forget);
    after.filter(row -> row.compareTo(horizon) <= 0).ifPresent(this::hold);
  }

  /// When there may be something to do next, in microseconds since 1970: a row is due, or the next
  /// rows are to be read. `Long.MAX_VALUE` when there is nothing.
  long nextMicros() {
    long next = near.isEmpty() ? horizon.micros() : near.first().micros();
    for (long until : aside.values()) {
      next = Math.min(next, until);
    }
    return next;
  }

  /// The first rows due at `nowMicros` or earlier, in order of their time.
  List<Due> due(long nowMicros, int max) {
    takeBack(nowMicros);
    List<Due> due = held(nowMicros, max);
    while (due.size() < max && horizon.micros() <= nowMicros) {
      readOn();
      due = held(nowMicros, max);
    }
    return due;
  }

  private List<Due> held(long nowMicros, int max) {
    List<Due> due = new ArrayList<>();
    Iterator<Due> rows = near.iterator();
    while (due.size() < max && rows.hasNext()) {
      Due row = rows.next();
      if (row.micros() > nowMicros) {
        break;
      }
      due.add(row);
    }
    return due;
  }

  /// Leaves a row alone for a minute: its timer broke the code and would do so again at once.
  void setAside(Due row, long nowMicros) {
    near.remove(row);
    aside.put(row, nowMicros + ASIDE_MICROS);
  }

  private void takeBack(long nowMicros) {
    if (!aside.isEmpty()) {
      aside.forEach(
          (row, until) -> {
            if (until <= nowMicros) {
              near.add(row);
            }
          });
      aside.values().removeIf(until -> until <= nowMicros);
    }
  }

  private void forget(Due row) {
    near.remove(row);
    aside.remove(row);
  }

  private void hold(Due row) {
    near.add(row);
    if (near.size() > 2 * readMax) {
      while (near.size() > readMax) {
        near.pollLast();
      }
      horizon = near.last();
    }
  }

  private void readOn() {
    List<Due> rows = store.dueAfter(horizon, readMax);
    rows.stream().filter(row -> !aside.containsKey(row)).forEach(near::add);
    horizon = rows.size() < readMax ? Due.LAST : rows.getLast();
  }
}
