package dev.assent.platform.streams;

import java.util.Objects;
import java.util.stream.Stream;

/// The wall clock was set back, and clients that count by it are made anew.
public final class ClockSetBackException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int CAUSES_MAX = 20;

  public ClockSetBackException() {
    super("expected a clock that goes on, but it was set back: the clients are made anew");
  }

  /// Whether that is why a thread ended: nothing failed then.
  public static boolean isCauseOf(Throwable end) {
    return Stream.iterate(end, Objects::nonNull, Throwable::getCause)
        .limit(CAUSES_MAX)
        .anyMatch(ClockSetBackException.class::isInstance);
  }
}
