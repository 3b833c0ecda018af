package dev.assent.service.health;

/// What `/health` alone answers, always with 200, where others expect something of it. Without one
/// it answers what `/health/readiness` does.
@FunctionalInterface
public interface Greeting {
  /// JSON.
  String text();
}
