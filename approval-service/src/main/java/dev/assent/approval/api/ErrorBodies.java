package dev.assent.approval.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Rejection;
import io.micronaut.http.HttpStatus;
import java.util.Locale;
import java.util.Map;

/// How a refusal is said in HTTP: the body every error has, and the status of every rejection.
final class ErrorBodies {
  private ErrorBodies() {}

  /// @param code a stable word
  static ObjectNode of(String code, String message, Map<String, String> details) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", false);
    ObjectNode error = body.putObject("error").put("code", code).put("message", message);
    ObjectNode more = error.putObject("details");
    details.forEach(more::put);
    return body.put("detail", message);
  }

  static ApiException of(Rejection rejection) {
    return new ApiException(
        status(rejection.code()),
        rejection.code().name().toLowerCase(Locale.ROOT),
        rejection.message(),
        rejection.details());
  }

  private static HttpStatus status(Rejection.Code code) {
    return switch (code) {
      case UNKNOWN_INTENT -> HttpStatus.NOT_FOUND;
      case NOT_ALLOWED, NOT_ASSIGNED, WRONG_AGENT -> HttpStatus.FORBIDDEN;
      case IDEMPOTENCY_CONFLICT,
          INTENT_ENDED,
          STEP_OVER,
          NO_AGENT_STEP,
          NO_OPEN_TASK,
          ALREADY_DECIDED,
          STALE_VERSION,
          CONTENT_CHANGED,
          STALE_TIMER ->
          HttpStatus.CONFLICT;
      case OUTCOME_NOT_ALLOWED, COMMENT_REQUIRED, EVIDENCE_REQUIRED, FORM_INVALID, OUT_OF_BOUNDS ->
          HttpStatus.UNPROCESSABLE_ENTITY;
      case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
