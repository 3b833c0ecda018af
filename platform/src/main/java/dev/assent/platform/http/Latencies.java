package dev.assent.platform.http;

import java.time.Duration;
import java.util.stream.Stream;

/// The buckets in which an HTTP door counts how long its answers took.
public final class Latencies {
  private Latencies() {}

  /// Their upper bounds, in nanoseconds.
  public static double[] boundsNanos() {
    return Stream.of(
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30))
        .mapToDouble(Duration::toNanos)
        .toArray();
  }
}
