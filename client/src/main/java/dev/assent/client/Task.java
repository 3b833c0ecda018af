package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An open question to people, as it was when it was read: a decision is bound to exactly this, and
/// refused when it has changed since.
///
/// @param intentId the intent that waits for the answer
/// @param title what is asked
/// @param description more of it; may be empty
/// @param outcomes the answers that are allowed, the positive one first
/// @param version rises with every change of the task
/// @param contentHash SHA-256 of what is to be shown
/// @param payload what it is about
/// @param json the whole intent as the gateway told it
public record Task(
    String intentId,
    String title,
    String description,
    List<String> outcomes,
    int version,
    String contentHash,
    JsonNode payload,
    JsonNode json) {

  /// Copies the list.
  public Task {
    outcomes = List.copyOf(outcomes);
  }

  /// Empty when no question is open.
  static Optional<Task> of(JsonNode intent) {
    JsonNode task = intent.path("human_task");
    if (!task.isObject() || !intent.has("content_hash")) {
      return Optional.empty();
    }
    List<String> outcomes = new ArrayList<>();
    task.path("allowed_outcomes").forEach(outcome -> outcomes.add(outcome.asText()));
    return Optional.of(
        new Task(
            Json.text(intent, "intent_id").orElse(""),
            Json.text(task, "title").orElse(""),
            Json.text(task, "description").orElse(""),
            outcomes,
            intent.path("task_version").asInt(),
            Json.text(intent, "content_hash").orElse(""),
            intent.path("payload"),
            intent));
  }

  /// Without what it is about, which may be secret.
  @Override
  public String toString() {
    return "Task[" + intentId + " version " + version + "]";
  }
}
