package dev.assent.wire.format;

import org.jspecify.annotations.Nullable;

/// Bytes that are not what they should be: another magic byte, an unknown schema id, a truncated or
/// foreign record. The record belongs in the dead letters, with this message as its cause.
public sealed class WireException extends RuntimeException permits RecordTooLargeException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
