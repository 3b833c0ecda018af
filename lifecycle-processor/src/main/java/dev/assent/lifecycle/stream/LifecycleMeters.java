package dev.assent.lifecycle.stream;

import dev.assent.contract.Timer.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What the processor tells an operator.
///
/// | meter | meaning |
/// |---|---|
/// | `assent.commands` by `answer` | commands carried out: `accepted`, `again`, or the code of the refusal |
/// | `assent.public.requests` by `answer` | records of the public topics: `taken`, or the code of the refusal |
/// | `assent.dead.letters` by `cause` | `unreadable`, `misrouted`, `forged`, `broken`, `no_agent_topic`, `agent_topic_refuses`: any is worth a look |
/// | `assent.timers.lateness` by `kind` | from a timer's due time to its firing |
/// | `assent.timers.broken` | timers that broke the code and are tried again every minute |
public final class LifecycleMeters {
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

  /// A meter counts nanoseconds in 64 bits, and a deadline may lie as far back as 1970.
  private static final Duration LATEST = Duration.ofDays(365);

  private final MeterRegistry registry;
  private final Map<Kind, Timer> lateness = new EnumMap<>(Kind.class);
  private final Counter brokenTimers;

  public LifecycleMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Kind kind : Kind.values()) {
      lateness.put(
          kind,
          Timer.builder("assent.timers.lateness")
              .tag("kind", kind.name().toLowerCase(Locale.ROOT))
              .serviceLevelObjectives(LATENESS)
              .register(registry));
    }
    this.brokenTimers = registry.counter("assent.timers.broken");
  }

  void carriedOut(String answer) {
    registry.counter("assent.commands", "answer", answer).increment();
  }

  void taken(String answer) {
    registry.counter("assent.public.requests", "answer", answer).increment();
  }

  void deadLetter(String cause) {
    registry.counter("assent.dead.letters", "cause", cause).increment();
  }

  void fired(Kind kind, Duration late) {
    Timer timer = lateness.get(kind);
    if (timer != null) {
      timer.record(late.compareTo(LATEST) < 0 ? late : LATEST);
    }
  }

  void brokenTimer() {
    brokenTimers.increment();
  }
}
