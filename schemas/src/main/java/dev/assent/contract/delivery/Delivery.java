package dev.assent.contract.delivery;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.Optional;

/// What an agent gets on its own topic for one of its steps.
///
/// @param stepIntent the id to report on: the step intent's, or the intent's own when it is plain
/// @param attempt how often it has been written, from 1
/// @param token what a report through Kafka must return; empty where there is none
/// @param last whether it is not written again, even when nobody acknowledges it
public record Delivery(
    IntentId stepIntent,
    IntentId intent,
    Workspace workspace,
    StepId step,
    AgentAddress agent,
    String intentType,
    String correlationId,
    String from,
    Json payload,
    int attempt,
    Instant at,
    Optional<Instant> deadlineAt,
    String token,
    boolean last) {

  public Delivery withToken(String other) {
    return new Delivery(
        stepIntent,
        intent,
        workspace,
        step,
        agent,
        intentType,
        correlationId,
        from,
        payload,
        attempt,
        at,
        deadlineAt,
        other,
        last);
  }
}
