package dev.assent.lifecycle;

import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.service.health.Health;
import jakarta.inject.Singleton;
import java.util.Map;

/// Ready: every partition of this instance is processed and moves.
@Singleton
final class LifecycleHealth implements Health {
  private final LifecycleEngine engine;

  LifecycleHealth(LifecycleEngine engine) {
    this.engine = engine;
  }

  @Override
  public boolean ready() {
    return engine.ready();
  }

  @Override
  public boolean alive() {
    return engine.alive();
  }

  @Override
  public Map<String, ?> details() {
    return Map.of(
        "state",
        engine.state(),
        "standing_still",
        engine.standing().stream().map(Object::toString).toList());
  }
}
