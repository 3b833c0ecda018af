package dev.assent.service.edge;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Gives every answer an `x-request-id` (the caller's, or a fresh one) and the caller's
/// `X-Trace-Id`.
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Tracing {
  private static final String REQUEST_ID = "x-request-id";
  private static final String TRACE_ID = "X-Trace-Id";
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,128}");

  @ResponseFilter
  void trace(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.header(
        REQUEST_ID, given(request, REQUEST_ID).orElseGet(() -> UUID.randomUUID().toString()));
    given(request, TRACE_ID).ifPresent(id -> response.header(TRACE_ID, id));
  }

  private static Optional<String> given(HttpRequest<?> request, String name) {
    return request.getHeaders().findFirst(name).filter(id -> PRINTABLE.matcher(id).matches());
  }
}
