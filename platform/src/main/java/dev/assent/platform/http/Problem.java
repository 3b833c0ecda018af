package dev.assent.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.contract.Rejection;
import dev.assent.platform.bus.BusException;
import dev.assent.platform.bus.CommandTimeoutException;
import dev.assent.platform.streams.DamagedStoreException;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.wire.registry.RegistryUnavailableException;
import io.netty.handler.codec.compression.DecompressionException;
import java.io.EOFException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/// What a door answers when it does not do what was asked: the HTTP status, and the body that every
/// AXP client can read (contract section 1).
///
/// @param retryAfter what to say in `Retry-After`, in whole seconds; absent when asking again is no
///   use
public record Problem(
    int status,
    String code,
    String message,
    Map<String, ?> details,
    Optional<Duration> retryAfter) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SOON = Duration.ofSeconds(1);

  public Problem {
    details = Map.copyOf(details);
  }

  public static Problem of(int status, String code, String message) {
    return new Problem(status, code, message, Map.of(), Optional.empty());
  }

  public static Problem badRequest(String message) {
    return of(400, "bad_request", message);
  }

  public static Problem unprocessable(String message) {
    return of(422, "invalid_request", message);
  }

  public static Problem unauthorized(String message) {
    return of(401, "unauthorized", message);
  }

  public static Problem forbidden(String message) {
    return of(403, "not_allowed", message);
  }

  public static Problem notFound(String code, String message) {
    return of(404, code, message);
  }

  public static Problem tooLarge(String message) {
    return of(413, "too_large", message);
  }

  public static Problem of(Rejection rejection) {
    return new Problem(
        status(rejection.code()),
        rejection.code().name().toLowerCase(Locale.ROOT),
        rejection.message(),
        rejection.details(),
        Optional.empty());
  }

  /// The table of refusals.
  public static int status(Rejection.Code code) {
    return switch (code) {
      case UNAUTHENTICATED -> 401;
      case UNKNOWN_INTENT -> 404;
      case IDEMPOTENCY_CONFLICT,
          INTENT_ENDED,
          STEP_OVER,
          NO_AGENT_STEP,
          NO_OPEN_TASK,
          ALREADY_DECIDED,
          STALE_VERSION,
          STALE_GENERATION,
          CONTENT_CHANGED,
          STALE_TIMER ->
          409;
      case NOT_ALLOWED, NOT_ASSIGNED, WRONG_AGENT -> 403;
      case INVALID_REQUEST,
          BINDING_REQUIRED,
          OUTCOME_NOT_ALLOWED,
          COMMENT_REQUIRED,
          EVIDENCE_REQUIRED,
          FORM_INVALID,
          OUT_OF_BOUNDS ->
          422;
      case INTERNAL -> 500;
    };
  }

  /// What went wrong on our side. Only what the caller may know is in it: an unexpected failure is
  /// the log's business.
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case UnauthenticatedException nobody -> nobody.problem();
      case CommandTimeoutException late -> later(504, "timeout", late.getMessage());
      case ViewUnavailableException behind -> later(503, "unavailable", behind.getMessage());
      case BusException bus ->
          switch (bus.kind()) {
            case BUSY -> later(503, "busy", bus.getMessage());
            case UNREACHABLE -> later(503, "unavailable", bus.getMessage());
            case TOO_LARGE -> of(413, "too_large", String.valueOf(bus.getMessage()));
          };
      case InvalidStateStoreException _ ->
          later(503, "unavailable", "the view is being moved or restored");
      case DamagedStoreException _ ->
          later(503, "unavailable", "the view is damaged on disk and is made anew");
      // The server's own word for a client that hung up within its request.
      case EOFException _ ->
          of(400, "incomplete_request", "expected the whole request, but the connection ended");
      case DecompressionException _ ->
          of(
              400,
              "malformed_body",
              "expected a body in the coding that Content-Encoding names, but it is not");
      case TimeoutException _ -> later(504, "timeout", "the broker did not answer in time");
      case RegistryUnavailableException _ ->
          later(503, "unavailable", "the schema registry does not answer");
      default -> of(500, "internal", "an internal error; the service's log has more");
    };
  }

  /// There are too many of something at the moment, for whichever reason the message says.
  ///
  /// @param status 429 where the caller alone has too many, 503 where all have together
  public static Problem tooMany(int status, String code, String message) {
    return later(status, code, message);
  }

  private static Problem later(int status, String code, @Nullable String message) {
    return new Problem(status, code, String.valueOf(message), Map.of(), Optional.of(SOON));
  }

  /// The body. SDKs read `error`, the CLI reads `detail`.
  public String json() {
    try {
      return JSON.writeValueAsString(body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected a problem that can be written, but it is not", e);
    }
  }

  private Map<String, Object> body() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    error.put("details", details);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ok", false);
    body.put("error", error);
    body.put("detail", message);
    return body;
  }
}
