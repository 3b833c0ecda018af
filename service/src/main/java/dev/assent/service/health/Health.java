package dev.assent.service.health;

import java.util.Map;

/// How a service is. Each has one.
public interface Health {
  /// Whether it can answer.
  boolean ready();

  /// Whether it may yet be ready without a restart.
  default boolean alive() {
    return true;
  }

  /// What operators are told besides: plain values of JSON.
  Map<String, ?> details();
}
