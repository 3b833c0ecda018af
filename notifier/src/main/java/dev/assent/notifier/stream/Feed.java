package dev.assent.notifier.stream;

import dev.assent.platform.kafka.Progress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Something that runs until it is closed, and tells people or programs of what happens.
public interface Feed extends AutoCloseable {
  String name();

  /// Whether it reads what happens.
  boolean ready();

  /// Partitions in which nothing is done any more.
  default List<Progress.Standing> standing() {
    return List.of();
  }

  /// The topics that it reads and of which it knows how far.
  default Set<String> reads() {
    return Set.of();
  }

  /// How far it is behind the end of a topic; empty when nobody knows ([Progress#behind]).
  default OptionalLong behind(String topic) {
    return OptionalLong.empty();
  }

  @Override
  void close();
}
