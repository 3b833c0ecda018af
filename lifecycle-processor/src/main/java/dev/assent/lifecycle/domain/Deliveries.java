package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.delivery.Delivery;
import dev.assent.lifecycle.domain.Intent.Active;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What is written to agents' own topics: one record for each delivery of a step whose agent has
/// one.
public final class Deliveries {
  private Deliveries() {}

  /// @param after the state after `happened`
  public static List<Delivery> of(Intent after, Happened happened) {
    return after instanceof Active active
        ? happened.events().stream()
            .filter(Event.StepDelivered.class::isInstance)
            .map(Event.StepDelivered.class::cast)
            .filter(Event.StepDelivered::topic)
            .map(delivered -> delivery(active, delivered, happened))
            .toList()
        : List.of();
  }

  /// The agent has until its step's deadline or the intent's, whichever comes first.
  private static Delivery delivery(
      Active active, Event.StepDelivered delivered, Happened happened) {
    Origin origin = active.origin();
    return new Delivery(
        Steps.shownTo(origin, delivered.ordinal()),
        origin.id(),
        origin.workspace(),
        delivered.step(),
        delivered.agent(),
        origin.intentType(),
        origin.correlationId(),
        origin.from(),
        delivered.content(),
        delivered.attempt(),
        happened.at(),
        Stream.concat(delivered.deadlineAt().stream(), active.deadlineAt().stream())
            .min(Comparator.naturalOrder()),
        "",
        delivered.redeliverAt().isEmpty());
  }
}
