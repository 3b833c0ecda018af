package dev.assent.service.health;

import dev.assent.service.edge.Refused;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/// The metrics, in Prometheus' text form; for operators.
@Controller("/prometheus")
final class MetricsController {
  private static final String TEXT_FORM = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;
  private final OperatorsDoor operators;

  MetricsController(PrometheusMeterRegistry meters, OperatorsDoor operators) {
    this.meters = meters;
    this.operators = operators;
  }

  @Get
  @Produces(TEXT_FORM)
  String metrics(HttpRequest<?> request) {
    operators
        .refusal(request)
        .ifPresent(
            problem -> {
              throw new Refused(problem);
            });
    return meters.scrape(TEXT_FORM);
  }
}
