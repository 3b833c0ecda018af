package dev.assent.approval.api;

import dev.assent.contract.value.Limits;
import dev.assent.platform.http.Problem;
import dev.assent.platform.http.UnauthenticatedException;
import dev.assent.platform.log.SparseLog;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/// What a caller is told when a request is refused or fails: always [Problem]'s body, never a stack
/// trace.
final class ErrorAnswers {
  private static final SparseLog LINES = SparseLog.of(ErrorAnswers.class);

  private ErrorAnswers() {}

  /// What our own actions throw, or end their futures with.
  @Singleton
  static final class Thrown implements ExceptionHandler<Throwable, HttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, Throwable thrown) {
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      return switch (cause) {
        case ApiException refused -> answer(refused.problem());
        case UnauthenticatedException e ->
            answer(e.problem()).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        default -> {
          Problem problem = Problem.of(cause);
          if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            log(request, cause);
          }
          yield answer(problem);
        }
      };
    }
  }

  /// What the framework refuses before any action of ours: an unknown path, another method, a body
  /// that is too large.
  @Singleton
  static final class Refused implements ErrorResponseProcessor<Map<String, Object>> {
    @Override
    public MutableHttpResponse<Map<String, Object>> processResponse(
        ErrorContext context, MutableHttpResponse<?> response) {
      return response
          .body(problem(context, response.status()).body())
          .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static Problem problem(ErrorContext context, HttpStatus status) {
      if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE) {
        return Problem.tooLarge(
            "expected a request of at most "
                + Limits.REQUEST_BYTES_MAX
                + " bytes, but it is larger");
      }
      String message =
          context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
      return Problem.of(
          status.getCode(),
          status.name().toLowerCase(Locale.ROOT),
          message.isEmpty() ? status.getReason() : message);
    }
  }

  private static MutableHttpResponse<Map<String, Object>> answer(Problem problem) {
    MutableHttpResponse<Map<String, Object>> response =
        HttpResponse.<Map<String, Object>>status(HttpStatus.valueOf(problem.status()))
            .contentType(MediaType.APPLICATION_JSON_TYPE)
            .body(problem.body());
    problem
        .retryAfter()
        .ifPresent(
            wait -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
    return response;
  }

  private static void log(HttpRequest<?> request, Throwable cause) {
    LINES
        .at(Level.ERROR, cause)
        .addKeyValue("method", request.getMethodName())
        .addKeyValue("path", request.getPath())
        .setCause(cause)
        .log("A request could not be answered");
  }
}
