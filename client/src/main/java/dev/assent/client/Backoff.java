package dev.assent.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses between attempts: from 100-200 ms, doubling, to 2.5-5 s. The chance in it keeps clients
/// that lost the same gateway from coming back in one moment.
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final int DOUBLINGS_MAX = 5;
  private static final long MAX_MILLIS = 5_000;

  private int failures;

  void reset() {
    failures = 0;
  }

  Duration next() {
    long most = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }
}
