package dev.assent.lifecycle.stream;

/// The process died of this record before: it is not run again.
final class CondemnedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CondemnedException() {
    super(
        "expected to survive this record, but this instance died of it before and does not run it"
            + " again",
        null,
        false,
        false);
  }
}
