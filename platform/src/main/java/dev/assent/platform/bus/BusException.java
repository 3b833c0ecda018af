package dev.assent.platform.bus;

/// A command that the bus could not take or hand over.
public final class BusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why, and what the door may say of the outcome.
  public enum Kind {
    /// Too many commands are under way already. It was not sent.
    BUSY,
    /// It is larger than the broker takes. It was not sent.
    TOO_LARGE,
    /// The broker did not acknowledge it. It may have arrived all the same: asking again with the
    /// same idempotency key is safe.
    UNREACHABLE
  }

  private final Kind kind;

  public BusException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public BusException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
