package dev.assent.service.health;

import dev.assent.platform.http.Operators;
import dev.assent.platform.http.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Asks a request's headers whether an operator sent it. The few calls that are for [Operators] ask
/// by themselves: a filter on their paths would be looked up for every request there is.
@Singleton
final class OperatorsDoor {
  private final Operators operators;

  OperatorsDoor(Operators operators) {
    this.operators = operators;
  }

  /// Why it is not an operator's; empty when it is.
  Optional<Problem> refusal(HttpRequest<?> request) {
    return operators.refusal(
        request.getHeaders().get("x-api-key"), request.getHeaders().get(HttpHeaders.AUTHORIZATION));
  }
}
