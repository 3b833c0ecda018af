package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.Router;
import org.junit.jupiter.api.Test;

/// What every request passes.
class FiltersTest extends ApiTest {
  /// The framework keeps one list for all requests as long as no filter is for some paths only.
  @Test
  void noFilterIsLookedUpForARequest() {
    Router router = gateway.bean(Router.class);

    assertThat(router.findFilters(HttpRequest.GET("/v1/intents"), null))
        .isNotEmpty()
        .isSameAs(router.findFilters(HttpRequest.GET("/prometheus"), null));
  }
}
