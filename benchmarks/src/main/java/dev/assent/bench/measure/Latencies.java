package dev.assent.bench.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// A set of durations, of which every single one is kept: a percentile is one that was measured.
public final class Latencies {
  private long[] nanos = new long[1024];
  private int count;
  private boolean sorted = true;

  public synchronized void add(long durationNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = durationNanos;
    sorted = false;
  }

  public synchronized int count() {
    return count;
  }

  /// The smallest that is at least as long as the given share of all (nearest rank).
  ///
  /// @param share from 0 to 1
  public synchronized Duration percentile(double share) {
    if (count == 0) {
      throw new IllegalStateException("expected something measured, but there is nothing");
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    int rank = Math.clamp((long) Math.ceil(share * count), 1, count);
    return Duration.ofNanos(nanos[rank - 1]);
  }

  public Duration max() {
    return percentile(1);
  }

  /// `p50_ms`, `p95_ms`, `p99_ms`, `max_ms`.
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("p50_ms", millis(percentile(0.50)))
        .put("p95_ms", millis(percentile(0.95)))
        .put("p99_ms", millis(percentile(0.99)))
        .put("max_ms", millis(max()));
  }

  /// One line of a table.
  public String row() {
    return String.format(
        Locale.ROOT,
        "%9.1f %9.1f %9.1f %9.1f",
        millis(percentile(0.50)),
        millis(percentile(0.95)),
        millis(percentile(0.99)),
        millis(max()));
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 10_000.0) / 100.0;
  }
}
