package dev.assent.platform.http;

/// Nobody we know sent the request. Its message is for the caller: *expected X, but Y*.
public final class UnauthenticatedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code a stable word that AXP's clients know (contract section 1)
  UnauthenticatedException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public Problem problem() {
    return Problem.of(401, code, String.valueOf(getMessage()));
  }
}
