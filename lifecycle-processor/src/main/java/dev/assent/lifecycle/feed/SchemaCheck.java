package dev.assent.lifecycle.feed;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the schema that a record names is there. Asked on the feed's own thread: whoever writes
/// an id that nobody knows makes no stream thread wait for a registry.
@FunctionalInterface
public interface SchemaCheck {
  /// @return why a record of this value cannot be read; empty when its schema is known, or when
  ///   reading it will tell
  Optional<String> unreadable(byte @Nullable [] value);
}
