package dev.assent.notifier.send;

/// Something that runs until it is closed, and tells people or programs of what happens.
public interface Feed extends AutoCloseable {
  String name();

  /// Whether it reads what happens.
  boolean ready();

  @Override
  void close();
}
