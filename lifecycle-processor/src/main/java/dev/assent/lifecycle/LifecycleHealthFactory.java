package dev.assent.lifecycle;

import dev.assent.lifecycle.stream.LifecycleEngine;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// Ready: every partition of this instance is processed and moves. Live: it may yet be ready
/// without a restart.
@Factory
final class LifecycleHealthFactory {

  @Singleton
  @Readiness
  HealthIndicator readiness(LifecycleEngine engine) {
    return () -> Publishers.just(result(engine.ready(), engine));
  }

  @Singleton
  @Liveness
  HealthIndicator liveness(LifecycleEngine engine) {
    return () -> Publishers.just(result(engine.alive(), engine));
  }

  private static HealthResult result(boolean up, LifecycleEngine engine) {
    List<String> standing = engine.standing().stream().map(Object::toString).toList();
    return HealthResult.builder("lifecycle", up ? HealthStatus.UP : HealthStatus.DOWN)
        .details(Map.of("state", engine.state(), "standing_still", standing))
        .build();
  }
}
