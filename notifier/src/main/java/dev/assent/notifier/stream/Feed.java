package dev.assent.notifier.stream;

import dev.assent.platform.kafka.Progress;
import java.util.List;

/// Something that runs until it is closed, and tells people or programs of what happens.
public interface Feed extends AutoCloseable {
  String name();

  /// Whether it reads what happens.
  boolean ready();

  /// Partitions in which nothing is done any more.
  default List<Progress.Standing> standing() {
    return List.of();
  }

  @Override
  void close();
}
