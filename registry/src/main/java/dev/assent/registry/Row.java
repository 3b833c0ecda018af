package dev.assent.registry;

import java.util.Optional;

/// One record of the schemas topic, by its meaning.
sealed interface Row {
  /// A version of a subject, new or changed.
  record Put(StoredSchema schema) implements Row {}

  /// A version that is gone for good.
  record Gone(String subject, int version) implements Row {}

  /// A level that was set, or taken back.
  ///
  /// @param subject empty for the level of every subject that has none of its own
  record Level(Optional<String> subject, Optional<Compatibility> level) implements Row {}
}
