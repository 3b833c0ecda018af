package dev.assent.lifecycle.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The processor's histograms, in seconds.
record Histograms(MeterRegistry registry) {
  private static final Duration[] LATENESS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(15),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofHours(1),
  };

  private static final Duration[] WAITED = {
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
  };

  private static final Duration[] OPEN = {
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(3),
    Duration.ofDays(7),
    Duration.ofDays(30),
  };

  Timer lateness(String kind) {
    return of("assent.timers.lateness", "From a timer's due time to its firing", LATENESS)
        .tag("kind", kind)
        .register(registry);
  }

  Timer waited(String command) {
    return of("assent.commands.waited", "From a command's being asked until carried out", WAITED)
        .tag("command", command)
        .register(registry);
  }

  Timer closed(String how) {
    return of("assent.tasks.closed", "From a question's opening to its end", OPEN)
        .tag("how", how)
        .register(registry);
  }

  private static Timer.Builder of(String name, String description, Duration[] bounds) {
    return Timer.builder(name).description(description).serviceLevelObjectives(bounds);
  }
}
