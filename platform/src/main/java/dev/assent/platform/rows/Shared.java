package dev.assent.platform.rows;

import java.util.HashMap;
import java.util.Map;

/// Gives equal values one object, so that what many intents have in common (a workspace, an agent,
/// who is asked) is in memory once. For one thread.
public final class Shared {
  /// More different ones than this are not worth the search: it begins anew.
  private static final int KNOWN_MAX = 10_000;

  private final Map<Object, Object> known = new HashMap<>();

  /// @param value one that never changes
  @SuppressWarnings("unchecked") // what is equal to a value can stand for it
  public <T> T one(T value) {
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    Object first = known.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }
}
