package dev.assent.platform.views;

import org.jspecify.annotations.Nullable;

/// The view cannot answer just now: it is starting, behind, or closed. Doors answer 503 with
/// `Retry-After`.
public final class ViewUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ViewUnavailableException(String message) {
    super(message);
  }

  public ViewUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
