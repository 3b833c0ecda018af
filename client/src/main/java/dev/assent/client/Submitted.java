package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// An intent that was taken: what [AssentClient#send] returns. It is durable.
///
/// Look at [#policy] and [#warnings] when a program is new: a mistyped intent type is an intent
/// like any other, but it has no policy, so nobody is asked.
///
/// @param id the intent's id
/// @param status where it stands
/// @param policy what decides who does and who approves it; absent when its type has none in this
///   workspace
/// @param nearestType an intent type that has a policy and is written nearly like this one's
/// @param warnings what is accepted, but has no effect, in words
/// @param json all that the gateway said
public record Submitted(
    String id,
    IntentStatus status,
    Optional<PolicyRef> policy,
    Optional<String> nearestType,
    List<String> warnings,
    JsonNode json) {
  /// Copies the list.
  public Submitted {
    warnings = List.copyOf(warnings);
  }

  static Submitted of(JsonNode answer) {
    return new Submitted(
        Json.text(answer, "intent_id")
            .orElseThrow(() -> new IllegalStateException("expected an intent_id in the answer")),
        IntentStatus.of(Json.text(answer, "status").orElse("")),
        PolicyRef.of(answer.path("policy")),
        Json.text(answer, "nearest_type"),
        Json.texts(answer, "warnings"),
        answer);
  }

  @Override
  public String toString() {
    return "Submitted["
        + id
        + " "
        + status
        + policy.map(one -> " under " + one).orElse(" without a policy")
        + (warnings.isEmpty() ? "" : " " + warnings)
        + "]";
  }
}
