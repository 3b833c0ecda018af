package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// From an answer that is no success to the [AssentException] that says it.
final class Refusals {
  private Refusals() {}

  /// @param address of the server that answered
  static AssentException of(HttpResponse<String> response, String address, Request asked) {
    AssentException.Refusal refusal = refusal(response);
    return switch (response.statusCode()) {
      case 401 -> new AssentException.Authentication(refusal);
      case 403 -> new AssentException.NotAllowed(refusal);
      case 404 -> new AssentException.NotFound(refusal);
      case 409 -> new AssentException.Conflict(refusal);
      case 429 -> new AssentException.RateLimited(refusal);
      default ->
          response.statusCode() >= 400 && response.statusCode() < 500
              ? new AssentException.Validation(refusal)
              : new AssentException.Unavailable(refusal, address, asked, true, null);
    };
  }

  private static AssentException.Refusal refusal(HttpResponse<String> response) {
    JsonNode body = Json.parse(response.body());
    JsonNode error = body.path("error");
    Map<String, String> details = new LinkedHashMap<>();
    error
        .path("details")
        .properties()
        .forEach(field -> details.put(field.getKey(), field.getValue().asText()));
    return new AssentException.Refusal(
        response.statusCode(),
        Json.text(error, "code").orElse("http_" + response.statusCode()),
        message(body).orElse("the server answered " + response.statusCode() + " without a reason"),
        details,
        response.headers().firstValue("x-request-id"),
        retryAfter(response.headers()),
        Optional.of(body).filter(JsonNode::isObject));
  }

  /// AXP's error bodies: `error.message`, or a string in `detail`, `error` or `message`.
  private static Optional<String> message(JsonNode body) {
    return Stream.of(
            Json.text(body.path("error"), "message"),
            Json.text(body, "detail"),
            Json.text(body, "error"),
            Json.text(body, "message"))
        .flatMap(Optional::stream)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  /// Seconds, or a date (RFC 9110).
  private static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers.firstValue("retry-after").flatMap(Refusals::duration);
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
    } catch (NumberFormatException e) {
      try {
        ZonedDateTime at = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        return Optional.of(Duration.between(ZonedDateTime.now(at.getZone()), at));
      } catch (DateTimeException notADateEither) {
        return Optional.empty();
      }
    }
  }
}
