package dev.assent.lifecycle;

import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.platform.http.Operators;
import dev.assent.platform.http.Problem;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.management.health.indicator.HealthResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Metrics are for [Operators], and so is what the health says beyond up or down.
@ServerFilter({"/prometheus", "/health", "/health/**"})
final class OperatorsFilter {
  private static final String METRICS = "/prometheus";
  private static final String OPERATOR = "assent.operator";

  private final Operators operators;

  OperatorsFilter(LifecycleEngine engine, @Value("${assent.open-metrics:false}") boolean open) {
    this.operators = new Operators(open, engine::directory);
  }

  @RequestFilter
  @Nullable HttpResponse<?> look(HttpRequest<?> request) {
    Optional<Problem> refusal =
        operators.refusal(
            request.getHeaders().get("x-api-key"),
            request.getHeaders().get(HttpHeaders.AUTHORIZATION));
    if (refusal.isEmpty()) {
      request.setAttribute(OPERATOR, true);
      return null;
    }
    return request.getPath().equals(METRICS)
        ? HttpResponse.status(HttpStatus.valueOf(refusal.get().status()))
            .contentType(MediaType.APPLICATION_JSON_TYPE)
            .body(refusal.get().body())
        : null;
  }

  @ResponseFilter
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (request.getAttribute(OPERATOR).isEmpty() && response.body() instanceof HealthResult whole) {
      response.body(HealthResult.builder(null, whole.getStatus()).build());
    }
  }
}
