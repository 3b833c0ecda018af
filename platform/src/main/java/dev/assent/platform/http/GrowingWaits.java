package dev.assent.platform.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How often each of many strangers may ask: some times at once, then with waits that double, and
/// from the beginning again once it was quiet for long enough. Being refused does not lengthen the
/// wait. For any thread; what is kept is bounded, whoever was not seen for longest is forgotten
/// first.
public final class GrowingWaits {
  private static final int KEPT_MAX = 10_000;
  private static final int DOUBLINGS_MAX = 30;

  private final Scale scale;
  private final Map<String, Asked> kept = new LinkedHashMap<>(256, 0.75f, true);

  /// @param free how often there is no wait
  /// @param first the first wait there is; each further one is twice as long
  /// @param longest no wait is longer
  /// @param quiet so long after the last time all is forgotten
  public record Scale(int free, Duration first, Duration longest, Duration quiet) {

    /// How long the next one has to wait after so many.
    public Duration after(int times) {
      if (times < free) {
        return Duration.ZERO;
      }
      Duration wait = first.multipliedBy(1L << Math.min(times - free, DOUBLINGS_MAX));
      return wait.compareTo(longest) < 0 ? wait : longest;
    }
  }

  private record Asked(int times, Instant last) {}

  public GrowingWaits(Scale scale) {
    this.scale = scale;
  }

  /// Somebody asks.
  ///
  /// @return how long they have to wait before they ask again; empty when they may now
  public synchronized Optional<Duration> ask(String who, Instant now) {
    Asked before = kept.getOrDefault(who, new Asked(0, now));
    if (!now.isBefore(before.last().plus(scale.quiet()))) {
      before = new Asked(0, now);
    }
    Duration left = Duration.between(now, before.last().plus(scale.after(before.times())));
    if (left.isPositive() && before.times() > 0) {
      return Optional.of(left);
    }
    kept.put(who, new Asked(before.times() + 1, now));
    if (kept.size() > KEPT_MAX) {
      kept.remove(kept.keySet().iterator().next());
    }
    return Optional.empty();
  }
}
