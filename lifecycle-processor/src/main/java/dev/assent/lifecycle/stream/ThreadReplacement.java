package dev.assent.lifecycle.stream;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream thread that dies is replaced: a transaction that the broker aborted can surface as an
/// exception that would otherwise end the client (DESIGN section 7). A thread that dies again and
/// again (the registry is away, a right is missing) is replaced ever more slowly, so that it
/// neither spins nor gives up; the service is not ready meanwhile.
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
  private static final Logger LOGGER = LoggerFactory.getLogger(ThreadReplacement.class);

  /// Deaths in one quiet period that are replaced at once.
  static final int FREE = 3;

  static final Duration PAUSE_MIN = Duration.ofMillis(100);
  static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  /// After this long without a death the count begins anew.
  static final Duration QUIET = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private long lastDeath;
  private int deaths;

  ThreadReplacement(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable exception) {
    Duration pause = pause();
    LOGGER
        .atError()
        .addKeyValue("pause", pause)
        .setCause(exception)
        .log("A stream thread died and is replaced; its open transaction is undone");
    LockSupport.parkNanos(pause.toNanos());
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  synchronized Duration pause() {
    long now = nanoTime.getAsLong();
    deaths = deaths > 0 && now - lastDeath < QUIET.toNanos() ? deaths + 1 : 1;
    lastDeath = now;
    if (deaths <= FREE) {
      return Duration.ZERO;
    }
    int doublings = Math.min(deaths - FREE - 1, 16);
    long millis = Math.min(PAUSE_MIN.toMillis() << doublings, PAUSE_MAX.toMillis());
    return Duration.ofMillis(millis);
  }
}
