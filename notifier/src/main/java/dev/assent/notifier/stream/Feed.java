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

  /// What waits to be sent, or is being sent.
  default long waiting() {
    return 0;
  }

  /// Targets that fail, and to which nothing is sent for the time being.
  default long targetsOpen() {
    return 0;
  }

  @Override
  void close();
}
