package dev.assent.gateway.edge;

import dev.assent.service.health.Greeting;
import jakarta.inject.Singleton;

/// What AXP's clients expect of `/health` (contract section 2.10).
@Singleton
final class AxpGreeting implements Greeting {
  @Override
  public String text() {
    return Answers.text(
        Answers.ok()
            .put("service", "assent-gateway")
            .put("deployment_profile", "self-hosted")
            .put("storage", "kafka"));
  }
}
