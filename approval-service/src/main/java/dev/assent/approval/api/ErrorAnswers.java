package dev.assent.approval.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.approval.identity.Unauthenticated;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.Limits;
import dev.assent.door.CommandTimeoutException;
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
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a caller is told when a request is refused or fails: always the same body, never a stack
/// trace.
final class ErrorAnswers {
  private static final Logger LOGGER = LoggerFactory.getLogger(ErrorAnswers.class);

  private ErrorAnswers() {}

  /// What our own actions throw, or end their futures with.
  @Singleton
  static final class Thrown implements ExceptionHandler<Throwable, HttpResponse<ObjectNode>> {
    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<ObjectNode> handle(HttpRequest request, Throwable thrown) {
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      return switch (cause) {
        case ApiException e -> answer(e.status(), e.code(), e.text(), e.details());
        case Unauthenticated e ->
            answer(HttpStatus.UNAUTHORIZED, "unauthorized", text(e), Map.of())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        case CommandTimeoutException e ->
            answer(HttpStatus.GATEWAY_TIMEOUT, "no_answer_in_time", unknownOutcome(e), Map.of());
        case Tasks.NotReadyException e -> notReady(text(e));
        case TimeoutException _ ->
            notReady("expected the tasks to be up to date in time, but they are behind");
        default -> broken(request, cause);
      };
    }
  }

  /// What the framework refuses before any action of ours: an unknown path, another method, a body
  /// that is too large.
  @Singleton
  static final class Refused implements ErrorResponseProcessor<ObjectNode> {
    @Override
    public MutableHttpResponse<ObjectNode> processResponse(
        ErrorContext context, MutableHttpResponse<?> response) {
      HttpStatus status = response.status();
      String code = status.name().toLowerCase(Locale.ROOT);
      String message =
          status == HttpStatus.REQUEST_ENTITY_TOO_LARGE
              ? "expected a request of at most "
                  + Limits.REQUEST_BYTES_MAX
                  + " bytes, but it is larger"
              : context.getErrors().stream()
                  .map(Error::getMessage)
                  .collect(Collectors.joining("; "));
      return response
          .body(ErrorBodies.of(code, message.isEmpty() ? status.getReason() : message, Map.of()))
          .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
  }

  private static MutableHttpResponse<ObjectNode> answer(
      HttpStatus status, String code, String message, Map<String, String> details) {
    return HttpResponse.<ObjectNode>status(status)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(ErrorBodies.of(code, message, details));
  }

  private static MutableHttpResponse<ObjectNode> notReady(String message) {
    return answer(HttpStatus.SERVICE_UNAVAILABLE, "not_ready", message, Map.of())
        .header(HttpHeaders.RETRY_AFTER, "1");
  }

  private static MutableHttpResponse<ObjectNode> broken(HttpRequest<?> request, Throwable cause) {
    LOGGER
        .atError()
        .addKeyValue("method", request.getMethodName())
        .addKeyValue("path", request.getPath())
        .setCause(cause)
        .log("A request could not be answered");
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "expected to answer, but something broke here; the service's log has the cause",
        Map.of());
  }

  private static String unknownOutcome(CommandTimeoutException e) {
    return text(e)
        + "; it may or may not have been carried out: look at the task, or ask again with the same"
        + " Idempotency-Key";
  }

  private static String text(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
