package dev.assent.platform.kafka;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/// The time that Kafka Streams runs on, which never goes back: its commit interval, its pauses and
/// its punctuators count from it. By the wall clock, an interval that began before the clock was
/// set back by an hour would last an hour: nothing was committed, and the broker undid every
/// transaction in its time (ADR 0036).
///
/// A step forward is followed at once, so that what is due by the wall clock is found due; after a
/// step back it goes on where it was and stays ahead ([#wall]). Whoever waits for a point of the
/// wall clock looks at it again when the wait is over.
public final class SteadyTime implements Time {
  /// What the wall clock may differ from the steady one before it counts as a step: a clock that is
  /// slewed is followed in pieces of this length.
  static final long STEP_MILLIS = 100;

  private static final long APART_MILLIS = 10;

  /// Of this process.
  public static final SteadyTime SHARED =
      new SteadyTime(System::currentTimeMillis, System::nanoTime);

  private final LongSupplier wallMillis;
  private final LongSupplier nanoTime;

  /// By how much the wall clock, and by how much this one, is past the machine's uptime.
  private long wallOffset;

  private long offset;

  SteadyTime(LongSupplier wallMillis, LongSupplier nanoTime) {
    this.wallMillis = wallMillis;
    this.nanoTime = nanoTime;
    this.wallOffset = wallMillis.getAsLong() - hiResClockMs();
    this.offset = wallOffset;
  }

  @Override
  public synchronized long milliseconds() {
    long up = hiResClockMs();
    long wall = wallMillis.getAsLong();
    for (long then = hiResClockMs(); then - up > APART_MILLIS; then = hiResClockMs()) {
      up = then; // a pause between the two looks like a step
      wall = wallMillis.getAsLong();
    }
    long step = wall - up - wallOffset;
    if (Math.abs(step) > STEP_MILLIS) {
      wallOffset += step;
      offset += Math.max(step, 0);
    }
    return up + offset;
  }

  /// What the wall clock shows at a time of this one.
  public synchronized long wall(long steadyMillis) {
    return steadyMillis - (offset - wallOffset);
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
    long left = Math.max(deadlineMillis - milliseconds(), 0);
    Time.SYSTEM.waitObject(on, condition, Time.SYSTEM.milliseconds() + left);
  }
}
