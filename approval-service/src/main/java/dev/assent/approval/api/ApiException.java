package dev.assent.approval.api;

import io.micronaut.http.HttpStatus;
import java.util.Map;

/// A request that is refused, as the caller is told.
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String code;
  private final transient Map<String, String> details;

  ApiException(HttpStatus status, String code, String message, Map<String, String> details) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = Map.copyOf(details);
  }

  static ApiException invalid(String code, String expected, String found) {
    return new ApiException(
        HttpStatus.UNPROCESSABLE_ENTITY, code, "expected " + expected + ", but " + found, Map.of());
  }

  HttpStatus status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> details() {
    return details;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
