package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.Plan;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.Optional;

/// What an intent was begun with; it never changes.
///
/// @param to whom it is addressed to; absent where an earlier release took it
public record Origin(
    IntentId id,
    Workspace workspace,
    String intentType,
    String correlationId,
    String from,
    Json payload,
    Optional<Instant> deadlineAt,
    Plan plan,
    Instant createdAt,
    Optional<String> replyTo,
    Optional<String> to) {

  static Origin of(Event.IntentCreated event, Stamp stamp) {
    return new Origin(
        stamp.intent(),
        event.workspace(),
        event.intentType(),
        event.correlationId(),
        event.from(),
        event.payload(),
        event.deadlineAt(),
        event.plan(),
        stamp.at(),
        event.replyTo(),
        Optional.of(event.to()));
  }
}
