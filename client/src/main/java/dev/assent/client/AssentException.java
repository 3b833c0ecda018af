package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a call did not do what was asked. Catch the kind you can do something about; the message is
/// the gateway's own words (*expected X, but Y*).
public abstract sealed class AssentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  private AssentException(Refusal refusal, @Nullable Throwable cause) {
    super(refusal.message(), cause);
    this.refusal = refusal;
  }

  /// What the gateway said.
  ///
  /// @param status the HTTP status; 0 when no answer came
  /// @param code a stable word for the cause, for example `already_decided`
  /// @param message for people
  /// @param details what a program can use
  /// @param requestId by which the operator finds the request in the logs
  /// @param retryAfter when it asked to try again
  /// @param json its answer as it came
  record Refusal(
      int status,
      String code,
      String message,
      Map<String, String> details,
      Optional<String> requestId,
      Optional<Duration> retryAfter,
      Optional<JsonNode> json) {
    Refusal {
      details = Map.copyOf(details);
    }

    static Refusal local(String code, String message) {
      return new Refusal(
          0, code, message, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /// The HTTP status.
  ///
  /// @return 0 when no answer came
  public int status() {
    return refusal.status();
  }

  /// A stable word for the cause.
  ///
  /// @return for example `already_decided`, `unknown_intent`, `idempotency_conflict`
  public String code() {
    return refusal.code();
  }

  /// What a program can use.
  ///
  /// @return names and values; may be empty
  public Map<String, String> details() {
    return refusal.details();
  }

  /// By which the operator finds the request in the logs.
  ///
  /// @return the answer's `x-request-id`
  public Optional<String> requestId() {
    return refusal.requestId();
  }

  /// The server's answer as it came, with fields that have no name here.
  ///
  /// @return absent when no answer came, or none that is a JSON object
  public Optional<JsonNode> json() {
    return refusal.json();
  }

  /// When the server asked to try again.
  ///
  /// @return absent when it asked for nothing
  public Optional<Duration> retryAfter() {
    return refusal.retryAfter();
  }

  /// The key was not accepted (401).
  public static final class Authentication extends AssentException {
    private static final long serialVersionUID = 1L;

    Authentication(Refusal refusal) {
      super(refusal, null);
    }
  }

  /// The key is known, but may not do this (403).
  public static final class NotAllowed extends AssentException {
    private static final long serialVersionUID = 1L;

    NotAllowed(Refusal refusal) {
      super(refusal, null);
    }
  }

  /// The request is not what it should be (400, 413, 422): sending it again is no use.
  public static final class Validation extends AssentException {
    private static final long serialVersionUID = 1L;

    Validation(Refusal refusal) {
      super(refusal, null);
    }
  }

  /// There is no such intent or agent in this workspace (404).
  public static final class NotFound extends AssentException {
    private static final long serialVersionUID = 1L;

    NotFound(Refusal refusal) {
      super(refusal, null);
    }
  }

  /// Something else was first (409): a decision, an end, another request under the same idempotency
  /// key.
  public static final class Conflict extends AssentException {
    private static final long serialVersionUID = 1L;

    Conflict(Refusal refusal) {
      super(refusal, null);
    }

    /// Who decided, or ended the intent, before.
    ///
    /// @return a person's id, an agent's address or a service's name
    public Optional<String> winner() {
      return detail("decided_by").or(() -> detail("by"));
    }

    /// When that was.
    ///
    /// @return the instant of the winner's decision or of the end
    public Optional<Instant> wonAt() {
      try {
        return detail("decided_at").or(() -> detail("ended_at")).map(Instant::parse);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    /// Through which door that came.
    ///
    /// @return for example `APPROVALS`
    public Optional<String> door() {
      return detail("door");
    }

    /// What the winner answered.
    ///
    /// @return for example `approved`
    public Optional<String> outcome() {
      return detail("outcome");
    }

    private Optional<String> detail(String name) {
      return Optional.ofNullable(details().get(name));
    }
  }

  /// More requests than the key may make (429), for longer than this client retries.
  public static final class RateLimited extends AssentException {
    private static final long serialVersionUID = 1L;

    RateLimited(Refusal refusal) {
      super(refusal, null);
    }
  }

  /// No answer, or none that helps (5xx), for longer than this client retries.
  public static final class Unavailable extends AssentException {
    private static final long serialVersionUID = 1L;

    private final transient String address;
    private final transient boolean reached;
    private final transient boolean mayBeDone;
    private final transient Optional<String> idempotencyKey;

    Unavailable(
        Refusal refusal,
        String address,
        Request asked,
        boolean reached,
        @Nullable Throwable cause) {
      super(refusal, cause);
      this.address = address;
      this.reached = reached;
      this.mayBeDone = reached && asked.writes();
      this.idempotencyKey = asked.idempotencyKey();
    }

    /// The server that was asked.
    ///
    /// @return its address
    public String address() {
      return address;
    }

    /// Whether there was a connection. Where nobody listens, nothing can have been done.
    ///
    /// @return whether the request may have come to the server
    public boolean reached() {
      return reached;
    }

    /// Whether a write may have been done. Repeated with the same idempotency key it is done at
    /// most once.
    ///
    /// @return false for reads, and where nobody listens
    public boolean mayBeDone() {
      return mayBeDone;
    }

    /// The key of the request that got no answer.
    ///
    /// @return absent for reads, and for what is sent once
    public Optional<String> idempotencyKey() {
      return idempotencyKey;
    }
  }

  /// The intent has not ended in the time the caller gave; it goes on, and can be waited for again.
  public static final class StillRunning extends AssentException {
    private static final long serialVersionUID = 1L;

    StillRunning(String message) {
      super(Refusal.local("still_running", message), null);
    }
  }

  /// The thread was interrupted (its flag is set again), or the client was closed.
  public static final class Stopped extends AssentException {
    private static final long serialVersionUID = 1L;

    Stopped(String message, @Nullable Throwable cause) {
      super(Refusal.local("stopped", message), cause);
    }
  }
}
