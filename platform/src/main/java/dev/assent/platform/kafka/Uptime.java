package dev.assent.platform.kafka;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/// The time that Kafka's clients count by where we can give them one: it only goes on, whatever the
/// wall clock is set to. By the wall clock, a client of before a step back sends no heartbeat and
/// connects to no broker until the clock has caught up, and one of before a step forward takes
/// every request under way to be late (ADR 0036).
///
/// It begins at the wall clock's time and may differ from it later: nothing that others see may
/// bear it.
public final class Uptime implements Time {
  /// Of this process.
  public static final Uptime SHARED = new Uptime(System.currentTimeMillis(), System::nanoTime);

  private final LongSupplier nanoTime;
  private final long beginMillis;
  private final long beginNanos;

  Uptime(long beginMillis, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.beginMillis = beginMillis;
    this.beginNanos = nanoTime.getAsLong();
  }

  @Override
  public long milliseconds() {
    return beginMillis + (nanoTime.getAsLong() - beginNanos) / 1_000_000;
  }

  @Override
  public long nanoseconds() {
    return nanoTime.getAsLong();
  }

  @Override
  public void sleep(long millis) {
    Time.SYSTEM.sleep(millis);
  }

  @Override
  public void waitObject(Object on, Supplier<Boolean> condition, long deadlineMillis)
      throws InterruptedException {
    synchronized (on) {
      while (!condition.get()) {
        long left = deadlineMillis - milliseconds();
        if (left <= 0) {
          throw new TimeoutException("expected a condition to hold in time, but it does not");
        }
        on.wait(left);
      }
    }
  }
}
