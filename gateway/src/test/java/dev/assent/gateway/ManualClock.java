package dev.assent.gateway;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of a gateway in memory: the real one, moved on by hand.
final class ManualClock extends Clock {
  private volatile Duration ahead = Duration.ZERO;

  void forward(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("nobody asks for another zone");
  }

  /// Puts it in the place of the system's.
  @Factory
  @Requires(property = "assent.test.node", value = "memory")
  static final class Clocks {
    @Singleton
    @Bean(typed = {Clock.class, ManualClock.class})
    @Replaces(Clock.class)
    ManualClock clock() {
      return new ManualClock();
    }
  }
}
