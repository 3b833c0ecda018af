package dev.assent.approval;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Puts the service together.
@Factory
final class ApprovalFactory {

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
