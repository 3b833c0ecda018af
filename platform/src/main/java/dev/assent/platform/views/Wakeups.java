package dev.assent.platform.views;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who waits for news of what. Waiting costs a map entry, no thread.
///
/// @param <K> what is waited for
public final class Wakeups<K> {
  private final Map<K, Set<Runnable>> waiting = new ConcurrentHashMap<>();

  /// Ends a wait. Running it twice does nothing.
  @FunctionalInterface
  public interface Registration {
    void end();
  }

  /// @param wake called on the thread that brings the news: it must only hand on
  public Registration await(K key, Runnable wake) {
    waiting.compute(
        key,
        (_, others) -> {
          Set<Runnable> all =
              others == null ? Collections.newSetFromMap(new ConcurrentHashMap<>(2)) : others;
          all.add(wake);
          return all;
        });
    return () ->
        waiting.computeIfPresent(
            key,
            (_, others) -> {
              others.remove(wake);
              return others.isEmpty() ? null : others;
            });
  }

  public void wake(K key) {
    Set<Runnable> all = waiting.get(key);
    if (all != null) {
      all.forEach(Runnable::run);
    }
  }

  /// How many wait at the moment, for all keys together.
  public int count() {
    return waiting.values().stream().mapToInt(Set::size).sum();
  }
}
