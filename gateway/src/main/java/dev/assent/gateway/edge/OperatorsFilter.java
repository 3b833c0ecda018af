package dev.assent.gateway.edge;

import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Operators;
import dev.assent.platform.http.Problem;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Metrics are for [Operators], and so is what the health says beyond up or down.
@ServerFilter({"/prometheus", "/health", "/health/**"})
final class OperatorsFilter {
  private static final String METRICS = "/prometheus";

  private final Operators operators;

  OperatorsFilter(Directory directory, @Value("${assent.open-metrics:false}") boolean open) {
    this.operators = new Operators(open, () -> Optional.of(directory));
  }

  @RequestFilter
  @Nullable HttpResponse<?> look(HttpRequest<?> request) {
    Optional<Problem> refusal =
        operators.refusal(
            request.getHeaders().get("x-api-key"),
            request.getHeaders().get(HttpHeaders.AUTHORIZATION));
    if (refusal.isEmpty()) {
      request.setUserPrincipal(() -> "operator"); // as which the health tells more
      return null;
    }
    return request.getPath().equals(METRICS) ? Errors.answer(refusal.get()) : null;
  }
}
