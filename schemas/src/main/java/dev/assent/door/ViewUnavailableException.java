package dev.assent.door;

/// The view cannot answer just now: it is starting, restoring, behind, or the partition is held by
/// another instance. Doors answer 503 with `Retry-After`.
public final class ViewUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ViewUnavailableException(String message) {
    super(message);
  }

  public ViewUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
