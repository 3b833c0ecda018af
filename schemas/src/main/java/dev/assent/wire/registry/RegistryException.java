package dev.assent.wire.registry;

/// The registry answered, and refused: an incompatible schema, an unknown subject, a wrong
/// password. Asking again gives the same.
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Confluent's code for a subject that does not exist.
  public static final int NO_SUBJECT = 40401;

  /// Confluent's code for a version that does not exist.
  public static final int NO_VERSION = 40402;

  /// Confluent's code for a schema that does not exist.
  public static final int NO_SCHEMA = 40403;

  private final int status;
  private final int code;

  public RegistryException(String message, int status, int code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// Confluent's error code; the HTTP status where the registry gave none.
  public int code() {
    return code;
  }
}
