package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.people.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What has been changed about how an intent is carried on, and who may do so. Kept only once
/// something has been.
///
/// @param generation 1 before the first change, one more with each
/// @param deadlineAt instead of the submission's
/// @param retriesMax instead of the plan's, as is `retryDelay`
public record Controls(
    int generation,
    Optional<Instant> deadlineAt,
    Optional<Integer> retriesMax,
    Optional<Duration> retryDelay,
    List<Grant> grants) {
  static final int FIRST_GENERATION = 1;
  static final Controls NONE =
      new Controls(
          FIRST_GENERATION, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public Controls {
    grants = List.copyOf(grants);
  }

  Controls after(Event.ControlsChanged event) {
    return new Controls(
        event.generation(),
        event.deadlineAt().or(() -> deadlineAt),
        event.retriesMax().or(() -> retriesMax),
        event.retryDelay().or(() -> retryDelay),
        event.grants());
  }

  int retriesMax(Step.Agent step) {
    return retriesMax.orElse(step.retriesMax());
  }

  Duration retryDelay(Step.Agent step) {
    return retryDelay.orElse(step.retryDelay());
  }
}
