package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Rows of a list.
///
/// @param <T> what a row is
/// @param items the rows, in the server's order
/// @param more whether the list goes on behind them
/// @param json the answer with all of these rows in it
public record Listing<T>(List<T> items, boolean more, JsonNode json) {
  /// Copies the list.
  public Listing {
    items = List.copyOf(items);
  }

  /// Without the rows, which may be secret.
  @Override
  public String toString() {
    return "Listing[" + items.size() + (more ? " and more" : "") + "]";
  }
}
