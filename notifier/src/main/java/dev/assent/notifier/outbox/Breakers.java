package dev.assent.notifier.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The breakers of a channel's targets, shared by all tasks of this instance: what one of them
/// learned of a target the others need not learn again. Only targets that fail are kept. For any
/// thread.
public final class Breakers {
  /// A target that is back should not wait for hours to be found out.
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Map<UUID, Breaker> failing = new HashMap<>();
  private final Retries pauses;

  /// @param retries of the deliveries, whose first pause is a breaker's too
  public Breakers(Retries retries) {
    Duration longest = retries.longest().compareTo(LONGEST) < 0 ? retries.longest() : LONGEST;
    Duration first = retries.first().compareTo(longest) < 0 ? retries.first() : longest;
    this.pauses = new Retries(1, first, longest);
  }

  private Breaker of(UUID target) {
    return failing.getOrDefault(target, Breaker.CLOSED);
  }

  synchronized boolean admits(UUID target, Instant now) {
    return of(target).admits(now);
  }

  /// Whether its last answer was a failure: then it is asked by one delivery at a time.
  synchronized boolean isFailing(UUID target) {
    return failing.containsKey(target);
  }

  /// @param triedUntil when what is tried now has ended at the latest
  synchronized void asked(UUID target, Instant triedUntil) {
    failing.computeIfPresent(target, (_, known) -> known.asked(triedUntil));
  }

  synchronized void ended(UUID target, boolean well, Instant now) {
    if (well) {
      failing.remove(target);
    } else {
      failing.put(target, of(target).failed(pauses, now));
    }
  }

  /// Targets to which nothing is sent for the time being.
  public synchronized long open() {
    return failing.values().stream().filter(Breaker::isOpen).count();
  }
}
