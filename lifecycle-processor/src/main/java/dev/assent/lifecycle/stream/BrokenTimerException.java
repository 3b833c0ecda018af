package dev.assent.lifecycle.stream;

import dev.assent.contract.Rejection;
import dev.assent.contract.Timer;

/// An intent's own timer was refused: our code broke a promise, as nobody else makes timers.
final class BrokenTimerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenTimerException(Timer timer, Rejection rejection) {
    super(
        "expected timer "
            + timer
            + " to fire, but "
            + rejection.code()
            + ": "
            + rejection.message());
  }
}
