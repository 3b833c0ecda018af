package dev.assent.gateway.edge;

import dev.assent.service.health.Greeting;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/// AXP's own health call (contract section 2.10), at its other path too.
@Controller
@Produces(MediaType.APPLICATION_JSON)
final class HealthController {
  private final Greeting greeting;

  HealthController(Greeting greeting) {
    this.greeting = greeting;
  }

  @Get("/v1/health")
  String health() {
    return greeting.text();
  }
}
