package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.stream.IntentStore.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// When the intents of one task have their next timer, held in memory: nothing of it is written
/// anywhere, as it follows from the states (ADR 0022).
///
/// Every row up to the *horizon* is here, about two hours ahead. Before time reaches it, all states
/// are looked through once more, some at each ring of the alarm, and the horizon moves on. A task
/// begins with the horizon at zero: nothing fires before the first look is over, so that late
/// timers fire in the order of their time.
///
/// A row may be out of date, because a look sees states as they were when it began. Whoever takes a
/// row asks the state whether there really is something due.
final class DueIndex implements AutoCloseable {
  static final long SPAN_MICROS = micros(Duration.ofHours(2));
  static final long LEAD_MICROS = micros(Duration.ofMinutes(10));
  private static final long ASIDE_MICROS = micros(Duration.ofMinutes(1));

  private final IntentStore store;
  private final int readMax;
  private final TreeSet<Due> held = new TreeSet<>();

  /// Rows whose timer broke the code, and until when (in microseconds) they are left alone.
  private final Map<Due, Long> aside = new HashMap<>();

  private long horizon;

  /// Where the look under way moves the horizon; the horizon itself while there is none.
  private long target;

  private IntentStore.@Nullable Look look;

  /// @param readMax states looked at in one go, so that records get their turn
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
    after.filter(row -> row.micros() <= target).ifPresent(held::add);
  }

  /// When there may be something to do next, in microseconds since 1970: a row is due, or states
  /// are to be looked at.
  long nextMicros() {
    if (look != null) {
      return 0;
    }
    long next = horizon - LEAD_MICROS;
    if (!held.isEmpty()) {
      next = Math.min(next, held.first().micros());
    }
    for (long until : aside.values()) {
      next = Math.min(next, until);
    }
    return Math.max(next, 0);
  }

  /// The first rows due at `nowMicros` or earlier, in order of their time.
  List<Due> due(long nowMicros, int max) {
    takeBack(nowMicros);
    lookOn(nowMicros);
    long until = Math.min(nowMicros, horizon);
    List<Due> due = new ArrayList<>();
    Iterator<Due> rows = held.iterator();
    while (due.size() < max && rows.hasNext()) {
      Due row = rows.next();
      if (row.micros() > until) {
        break;
      }
      due.add(row);
    }
    return due;
  }

  /// Leaves a row alone for a minute: its timer broke the code and would do so again at once.
  void setAside(Due row, long nowMicros) {
    held.remove(row);
    aside.put(row, nowMicros + ASIDE_MICROS);
  }

  private void takeBack(long nowMicros) {
    if (!aside.isEmpty()) {
      aside.forEach(
          (row, until) -> {
            if (isOver(until, nowMicros)) {
              held.add(row);
            }
          });
      aside.values().removeIf(until -> isOver(until, nowMicros));
    }
  }

  /// Also when the clock was set back since: nothing is set aside for more than a minute.
  private static boolean isOver(long until, long nowMicros) {
    return until <= nowMicros || until - nowMicros > ASIDE_MICROS;
  }

  private void forget(Due row) {
    held.remove(row);
    aside.remove(row);
  }

  private void lookOn(long nowMicros) {
    if (look == null) {
      if (nowMicros < horizon - LEAD_MICROS) {
        return;
      }
      target = nowMicros + SPAN_MICROS;
      look = store.look();
    }
    if (!look.on(readMax, this::found)) {
      horizon = target;
      close();
    }
  }

  private void found(Due row) {
    if (row.micros() <= target && !aside.containsKey(row)) {
      held.add(row);
    }
  }

  /// Ends the look under way.
  @Override
  public void close() {
    if (look != null) {
      look.close();
      look = null;
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
