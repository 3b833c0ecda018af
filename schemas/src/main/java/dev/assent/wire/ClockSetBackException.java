package dev.assent.wire;

/// The wall clock was set back, and clients that count by it are made anew.
public final class ClockSetBackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClockSetBackException() {
    super("expected a clock that goes on, but it was set back: the clients are made anew");
  }
}
