package dev.assent.platform.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The most recently used values, as many as weigh no more than a bound together; the last one that
/// was put is always there. For any thread.
///
/// @param <K> what a value is asked for by
public final class Remembered<K, V> {
  private final long weightMax;
  private final ToIntFunction<V> weigher;
  private final Map<K, Weighed<V>> values = new LinkedHashMap<>(256, 0.75f, true);
  private long weight;

  private record Weighed<V>(V value, int weight) {}

  /// @param weigher what a value weighs, in the bound's unit; asked once for each value
  public Remembered(long weightMax, ToIntFunction<V> weigher) {
    this.weightMax = weightMax;
    this.weigher = weigher;
  }

  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(values.get(key)).map(Weighed::value);
  }

  public synchronized void put(K key, V value) {
    Weighed<V> now = new Weighed<>(value, weigher.applyAsInt(value));
    Weighed<V> before = values.put(key, now);
    weight += now.weight() - (before == null ? 0 : before.weight());
    var eldest = values.values().iterator();
    while (weight > weightMax && values.size() > 1) {
      weight -= eldest.next().weight();
      eldest.remove();
    }
  }

  public synchronized void forget(K key) {
    Weighed<V> before = values.remove(key);
    if (before != null) {
      weight -= before.weight();
    }
  }

  public synchronized void clear() {
    values.clear();
    weight = 0;
  }
}
