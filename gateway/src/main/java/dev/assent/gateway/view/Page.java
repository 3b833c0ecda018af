package dev.assent.gateway.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of a list.
///
/// @param next where the next part begins; empty when this is the last one
public record Page<T>(List<T> items, Optional<Position> next) {
  public Page {
    items = List.copyOf(items);
  }

  /// The first of those that were found.
  ///
  /// @param found more than `limit` where there is more
  static <T> Page<T> of(List<T> found, int limit, Function<T, Position> place) {
    return found.size() <= limit
        ? new Page<>(found, Optional.empty())
        : new Page<>(found.subList(0, limit), Optional.of(place.apply(found.get(limit - 1))));
  }
}
