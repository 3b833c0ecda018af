package dev.assent.contract;

import dev.assent.contract.people.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What of a change to an intent's controls or policy has an effect.
///
/// @param endsWithin how long the intent has from the change on
/// @param endsAt when it must have ended; where both are given, the earlier counts
/// @param retriesMax how often a failed agent step is tried again, whatever the plan says
/// @param retryDelay how long after
/// @param grants replace those to the same principals; an empty one takes them away
public record ControlChange(
    Optional<Duration> endsWithin,
    Optional<Instant> endsAt,
    Optional<Integer> retriesMax,
    Optional<Duration> retryDelay,
    List<Grant> grants) {
  public static final ControlChange NONE =
      new ControlChange(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public ControlChange {
    grants = List.copyOf(grants);
  }
}
