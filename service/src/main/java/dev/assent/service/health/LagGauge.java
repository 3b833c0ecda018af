package dev.assent.service.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// How far whoever reads a topic here is behind its end. Not a number where nobody knows, as while
/// the brokers are silent: an alarm on that is the health's.
public final class LagGauge {
  private LagGauge() {}

  /// @param reader who reads it, in lower case
  /// @param behind how many offsets, asked for at each scrape: it must not ask the brokers
  public static void register(
      MeterRegistry meters, String reader, String topic, Supplier<OptionalLong> behind) {
    Gauge.builder("assent.lag", behind, LagGauge::number)
        .description("How far a reader is behind the end of a topic, in offsets")
        .baseUnit("records")
        .tag("reader", reader)
        .tag("topic", topic)
        .strongReference(true)
        .register(meters);
  }

  private static double number(Supplier<OptionalLong> behind) {
    OptionalLong known = behind.get();
    return known.isPresent() ? known.getAsLong() : Double.NaN;
  }
}
