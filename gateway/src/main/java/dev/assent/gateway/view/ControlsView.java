package dev.assent.gateway.view;

import dev.assent.contract.Command.Control.Part;
import dev.assent.contract.Event.ControlsChanged;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What has been changed about how an intent is carried on.
///
/// @param generation 1 before the first change
/// @param deadlineAt instead of the submission's
/// @param controls the changes of its controls as they were sent, the oldest first; likewise
///   `policy`
public record ControlsView(
    int generation, Optional<Instant> deadlineAt, List<Json> controls, List<Json> policy) {
  static final ControlsView NONE = new ControlsView(1, Optional.empty(), List.of(), List.of());

  public ControlsView {
    controls = List.copyOf(controls);
    policy = List.copyOf(policy);
  }

  ControlsView after(ControlsChanged e) {
    return new ControlsView(
        e.generation(),
        e.deadlineAt().or(() -> deadlineAt),
        e.part() == Part.CONTROLS ? longer(controls, e.patch()) : controls,
        e.part() == Part.POLICY ? longer(policy, e.patch()) : policy);
  }

  private static List<Json> longer(List<Json> patches, Json patch) {
    List<Json> all = new ArrayList<>(patches);
    all.add(patch);
    return all;
  }
}
