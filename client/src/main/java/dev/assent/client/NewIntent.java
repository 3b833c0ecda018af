package dev.assent.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What is to be done, not yet sent. Immutable: each `with…` makes a changed copy.
///
/// The idempotency key is made here, once: sending the same `NewIntent` again, even after an
/// [AssentException.Unavailable], begins the intent at most once. With a key of your own (an
/// order's number) that holds across restarts of your program, too.
public final class NewIntent {
  private final ObjectNode body;
  private final String idempotencyKey;

  private NewIntent(ObjectNode body, String idempotencyKey) {
    this.body = body;
    this.idempotencyKey = idempotencyKey;
  }

  /// An intent for an agent, or for the policy of its type.
  ///
  /// @param type for example `intent.infra.change_approval.v1`
  /// @param to an agent: its name in this workspace, or `agent://org/workspace/name`
  /// @param payload what to work on: a map, or any object that Jackson writes as a JSON object
  /// @return an intent to [AssentClient#send]
  /// @throws IllegalArgumentException when the payload is no JSON object
  public static NewIntent of(String type, String to, Object payload) {
    ObjectNode body = Json.object();
    body.put("intent_type", type);
    body.put("to_agent", to);
    body.put("correlation_id", UUID.randomUUID().toString());
    body.set("payload", Json.objectOf("the payload", payload));
    return new NewIntent(body, UUID.randomUUID().toString());
  }

  /// A question to people, without any agent.
  ///
  /// @param type for example `intent.expense.approval.v1`
  /// @param title what is asked
  /// @param payload what it is about
  /// @return an intent that waits for a person
  /// @throws IllegalArgumentException when the payload is no JSON object
  public static NewIntent question(String type, String title, Object payload) {
    return of(type, "human", payload).with("human_task", Map.of("title", title));
  }

  /// With a key of your own, of at most 255 characters: the same key begins the intent once, for
  /// ever; with other content it is a [AssentException.Conflict].
  ///
  /// @param key for example an order's number
  /// @return a copy
  public NewIntent withIdempotencyKey(String key) {
    return new NewIntent(body, key);
  }

  /// With your own id for the matter, which everybody who works on it sees.
  ///
  /// @param id any text
  /// @return a copy
  public NewIntent withCorrelationId(String id) {
    return with("correlation_id", id);
  }

  /// With a time after which the intent is [IntentStatus#TIMED_OUT].
  ///
  /// @param at an instant in the future
  /// @return a copy
  public NewIntent withDeadline(Instant at) {
    return with("deadline_at", at.toString());
  }

  /// With any other field of AXP's create request, for example `human_task` or
  /// `remind_after_seconds`.
  ///
  /// @param field its name on the wire
  /// @param value anything that Jackson writes
  /// @return a copy
  public NewIntent with(String field, Object value) {
    ObjectNode changed = body.deepCopy();
    changed.set(field, Json.of(value));
    return new NewIntent(changed, idempotencyKey);
  }

  /// The key under which this is sent.
  ///
  /// @return the one given, or the one that was made
  public String idempotencyKey() {
    return idempotencyKey;
  }

  /// The matter's id.
  ///
  /// @return the one given, or the one that was made
  public Optional<String> correlationId() {
    return Json.text(body, "correlation_id");
  }

  ObjectNode body() {
    return body.deepCopy();
  }

  /// Without the payload, which may be secret.
  @Override
  public String toString() {
    return "NewIntent["
        + Json.text(body, "intent_type").orElse("")
        + " to "
        + Json.text(body, "to_agent").orElse("")
        + "]";
  }
}
