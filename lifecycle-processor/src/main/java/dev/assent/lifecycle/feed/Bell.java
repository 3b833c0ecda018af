package dev.assent.lifecycle.feed;

/// Ends a stream thread's wait when the feed has something for it: once for each wait, and never
/// when it does not wait, as the consumer would be woken out of whatever it does next.
final class Bell {
  private final Runnable wake;
  private boolean waiting;
  private boolean rung;

  /// @param wake must not block; the wait ends by it though it begins only afterwards
  Bell(Runnable wake) {
    this.wake = wake;
  }

  synchronized void ring() {
    if (waiting && !rung) {
      rung = true;
      wake.run();
    }
  }

  synchronized void waitBegins() {
    waiting = true;
    rung = false;
  }

  /// @return whether it rang meanwhile
  synchronized boolean waitEnds() {
    waiting = false;
    return rung;
  }
}
