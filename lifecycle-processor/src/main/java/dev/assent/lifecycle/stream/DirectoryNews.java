package dev.assent.lifecycle.stream;

/// What the directory did not know a moment ago. Nothing is refused for what is not found in it
/// before it was read to where it ended when the record was polled.
@FunctionalInterface
interface DirectoryNews {
  /// Reads the directory to its end, unless that was done since the record was polled.
  ///
  /// @return whether it was read now, so that it is worth looking again
  /// @throws org.apache.kafka.common.KafkaException when the end is not reached in time; the record
  ///   comes again
  boolean read();
}
