package dev.assent.wire.registry;

import org.jspecify.annotations.Nullable;

/// The schema registry did not answer, or not sensibly. Nothing is known about the record: try
/// again later, do not put it with the dead letters.
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
