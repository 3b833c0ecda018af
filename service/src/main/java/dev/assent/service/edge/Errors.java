package dev.assent.service.edge;

import dev.assent.contract.value.Limits;
import dev.assent.platform.http.Problem;
import dev.assent.platform.intake.fields.Fields;
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
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/// What a caller is told when a request is refused or fails: always a [Problem]'s body, never a
/// stack trace.
public final class Errors {
  private static final SparseLog LINES = SparseLog.of(Errors.class);

  private Errors() {}

  /// What an action throws, or ends its future with.
  @Singleton
  static final class Thrown implements ExceptionHandler<Throwable, HttpResponse<String>> {
    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<String> handle(HttpRequest request, Throwable thrown) {
      Throwable cause =
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown;
      Problem problem =
          switch (cause) {
            case Refused refused -> refused.problem();
            case Fields.TooLargeException large -> Problem.tooLarge(large.text());
            case Fields.WrongException wrong -> Problem.unprocessable(wrong.text());
            default -> Problem.of(cause);
          };
      if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
        LINES
            .at(Level.ERROR, cause)
            .addKeyValue("method", request.getMethodName())
            .addKeyValue("path", request.getPath())
            .setCause(cause)
            .log("A request could not be answered");
      }
      return answer(problem);
    }
  }

  /// What the framework refuses before any action: an unknown path, another method, a body that is
  /// too large.
  @Singleton
  static final class BeforeAnyAction implements ErrorResponseProcessor<String> {
    @Override
    public MutableHttpResponse<String> processResponse(
        ErrorContext context, MutableHttpResponse<?> response) {
      return response
          .body(problem(context, response.status()).json())
          .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static Problem problem(ErrorContext context, HttpStatus status) {
      return switch (status) {
        case REQUEST_ENTITY_TOO_LARGE ->
            Problem.tooLarge(
                "expected a request of at most "
                    + Limits.REQUEST_BYTES_MAX
                    + " bytes, but it is larger");
        case NOT_FOUND ->
            Problem.notFound(
                "not_found",
                "expected a path of this API, but there is no "
                    + context.getRequest().getMethodName()
                    + " "
                    + context.getRequest().getPath());
        default ->
            Problem.of(
                status.getCode(), status.name().toLowerCase(Locale.ROOT), said(context, status));
      };
    }

    /// What the framework says of a failure of ours is for nobody.
    private static String said(ErrorContext context, HttpStatus status) {
      if (status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
        return "an internal error; the service's log has more";
      }
      String message =
          context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
      return message.isEmpty() ? status.getReason() : message;
    }
  }

  public static MutableHttpResponse<String> answer(Problem problem) {
    MutableHttpResponse<String> response =
        HttpResponse.<String>status(HttpStatus.valueOf(problem.status()))
            .contentType(MediaType.APPLICATION_JSON_TYPE)
            .body(problem.json());
    problem
        .retryAfter()
        .ifPresent(
            after -> response.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
    if (problem.status() == HttpStatus.UNAUTHORIZED.getCode()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response;
  }
}
