package dev.assent.platform.bus;

/// No result came in time. The command may or may not have been carried out.
public final class CommandTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandTimeoutException(String message) {
    super(message);
  }
}
