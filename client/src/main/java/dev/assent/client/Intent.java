package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// An intent as it stands: what [AssentClient#get] and [AssentClient#waitFor] return.
///
/// @param id its id
/// @param status where it stands
/// @param waitingReason what it waits for, for example `WAITING_FOR_HUMAN`
/// @param policy what decides who does and who approves it; absent when its type had none, and in a
///   list
/// @param payload what was sent
/// @param result what came of it; present once [IntentStatus#COMPLETED]
/// @param failure why it did not come off; present for most other ends
/// @param json all that the gateway said, with fields that have no name here
public record Intent(
    String id,
    IntentStatus status,
    Optional<String> waitingReason,
    Optional<PolicyRef> policy,
    JsonNode payload,
    Optional<JsonNode> result,
    Optional<String> failure,
    JsonNode json) {

  static Intent of(JsonNode intent) {
    JsonNode result = intent.path("result");
    return new Intent(
        Json.text(intent, "intent_id").orElse(""),
        IntentStatus.of(Json.text(intent, "status").orElse("")),
        Json.text(intent, "lifecycle_waiting_reason"),
        PolicyRef.of(intent.path("policy")),
        intent.path("payload"),
        result.isMissingNode() || result.isNull() ? Optional.empty() : Optional.of(result),
        Json.text(intent.path("error"), "message"),
        intent);
  }

  /// Whether it ended well.
  ///
  /// @return true for [IntentStatus#COMPLETED] alone
  public boolean completed() {
    return status == IntentStatus.COMPLETED;
  }

  /// The result as a type of yours.
  ///
  /// @param <T> the type
  /// @param type a record or class that Jackson can fill
  /// @return the result
  /// @throws IllegalStateException when there is none
  /// @throws IllegalArgumentException when it does not fit the type
  public <T> T resultAs(Class<T> type) {
    return Json.convert(
        result.orElseThrow(
            () ->
                new IllegalStateException(
                    "expected a result of " + id + ", but it is " + status + failureWords())),
        type);
  }

  private String failureWords() {
    return failure.map(reason -> ": " + reason).orElse("");
  }

  /// Without payload and result, which may be secret.
  @Override
  public String toString() {
    return "Intent[" + id + " " + status + failureWords() + "]";
  }
}
