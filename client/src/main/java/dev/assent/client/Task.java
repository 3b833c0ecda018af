package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// A question to people, as it was when it was read: a decision is bound to exactly this, and
/// refused when it has changed since.
///
/// @param intentId the intent that waits for the answer
/// @param stepId the step that asks
/// @param open whether nobody has decided it yet, and it is not over
/// @param title what is asked
/// @param description more of it; may be empty
/// @param outcomes the answers that are allowed, the positive one first
/// @param version rises with every change of the task
/// @param contentHash SHA-256 of what is to be shown
/// @param payload what it is about
/// @param json all that the server said
public record Task(
    String intentId,
    String stepId,
    boolean open,
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
    return Optional.of(
        of(
            intent,
            Json.text(intent, "task_step_id").orElse(""),
            intent.path("task_version").asInt(),
            intent.path("payload"),
            true,
            intent));
  }

  /// @param answer the approval-service's, for a task that is open or was
  static Task ofApprovals(JsonNode answer) {
    JsonNode task = answer.path("task");
    return of(
        task,
        Json.text(task, "step_id").orElse(""),
        task.path("version").asInt(),
        answer.path("content").path("payload"),
        Json.text(task, "state").orElse("open").equals("open"),
        answer);
  }

  private static Task of(
      JsonNode of, String stepId, int version, JsonNode payload, boolean open, JsonNode json) {
    JsonNode task = of.path("human_task");
    return new Task(
        Json.text(of, "intent_id").orElse(""),
        stepId,
        open,
        Json.text(task, "title").orElse(""),
        Json.text(task, "description").orElse(""),
        Json.texts(task, "allowed_outcomes"),
        version,
        Json.text(of, "content_hash").orElse(""),
        payload,
        json);
  }

  /// Without what it is about, which may be secret.
  @Override
  public String toString() {
    return "Task[" + intentId + " version " + version + "]";
  }
}
