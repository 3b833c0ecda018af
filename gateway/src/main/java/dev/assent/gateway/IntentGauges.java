package dev.assent.gateway;

import dev.assent.contract.Status;
import dev.assent.gateway.view.Indexes;
import dev.assent.gateway.view.Intents;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// What the view knows of all workspaces together. Nothing is counted when it is asked for: the
/// indexes know it. Ended intents are the processor's counters, for they are no more in memory.
@Singleton
final class IntentGauges implements MeterBinder {
  private final Indexes indexes;
  private final Clock clock;

  IntentGauges(Intents intents, Clock clock) {
    this.indexes = intents.indexes();
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    for (Status status : Status.values()) {
      if (!status.ended()) {
        Gauge.builder("assent.intents.live", indexes, known -> known.count(status))
            .description("Intents that have not ended")
            .tag("status", status.name().toLowerCase(Locale.ROOT))
            .register(meters);
      }
    }
    Gauge.builder("assent.tasks.oldest", this, IntentGauges::oldestSeconds)
        .description("How long the task is open that has been open longest; 0 where none is")
        .baseUnit("seconds")
        .register(meters);
  }

  private double oldestSeconds() {
    Instant now = clock.instant();
    return indexes
        .oldestTask()
        .map(since -> Math.max(0, Duration.between(since, now).toMillis() / 1000.0))
        .orElse(0.0);
  }
}
