package dev.assent.client;

import java.time.Duration;

/// A point in time that clocks which are set do not move.
record Deadline(long nanos) {
  /// Further away than any program runs, and still without overflow.
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  static Deadline after(Duration duration) {
    Duration bounded = duration.compareTo(FOR_EVER) > 0 ? FOR_EVER : duration;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  static Deadline never() {
    return after(FOR_EVER);
  }

  /// The earlier of the two.
  Deadline or(Deadline other) {
    return nanos - other.nanos <= 0 ? this : other;
  }

  /// Never negative.
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  boolean passed() {
    return left().isZero();
  }

  Duration atMost(Duration duration) {
    Duration left = left();
    return left.compareTo(duration) < 0 ? left : duration;
  }
}
