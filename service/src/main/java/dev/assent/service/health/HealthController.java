package dev.assent.service.health;

import dev.assent.service.edge.Bodies;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What probes ask, without a key: up or down. Why is for operators.
@Controller("/health")
@Produces(MediaType.APPLICATION_JSON)
final class HealthController {
  private final Health health;
  private final Optional<Greeting> greeting;
  private final OperatorsDoor operators;

  HealthController(Health health, Optional<Greeting> greeting, OperatorsDoor operators) {
    this.health = health;
    this.greeting = greeting;
    this.operators = operators;
  }

  @Get
  HttpResponse<String> health(HttpRequest<?> request) {
    return greeting
        .<HttpResponse<String>>map(said -> HttpResponse.ok(said.text()))
        .orElseGet(() -> readiness(request));
  }

  @Get("/readiness")
  HttpResponse<String> readiness(HttpRequest<?> request) {
    return answer(health.ready(), request);
  }

  @Get("/liveness")
  HttpResponse<String> liveness(HttpRequest<?> request) {
    return answer(health.alive(), request);
  }

  private HttpResponse<String> answer(boolean up, HttpRequest<?> request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", up ? "UP" : "DOWN");
    if (operators.refusal(request).isEmpty()) {
      body.put("details", health.details());
    }
    return HttpResponse.<String>status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(Bodies.text(body));
  }
}
