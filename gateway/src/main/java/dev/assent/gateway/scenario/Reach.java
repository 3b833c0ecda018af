package dev.assent.gateway.scenario;

import dev.assent.contract.Plan;
import dev.assent.contract.id.StepId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which steps of a scenario an intent can come to.
final class Reach {
  private Reach() {}

  /// @param steps with ids that differ
  /// @return those that no way leads to, in their order
  static List<Plan.Step> unreached(List<Plan.Step> steps, StepId entry) {
    Set<StepId> reached = new HashSet<>();
    Deque<StepId> next = new ArrayDeque<>(List.of(entry));
    while (!next.isEmpty()) {
      StepId id = next.pop();
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).id().equals(id) && reached.add(id)) {
          from(steps, i).forEach(next::push);
        }
      }
    }
    return steps.stream().filter(step -> !reached.contains(step.id())).toList();
  }

  private static Stream<StepId> from(List<Plan.Step> steps, int index) {
    Plan.Step step = steps.get(index);
    Optional<StepId> follows =
        index + 1 < steps.size() ? Optional.of(steps.get(index + 1).id()) : Optional.empty();
    return Stream.of(step.onSuccess().or(() -> follows), step.onFailure())
        .flatMap(Optional::stream);
  }
}
