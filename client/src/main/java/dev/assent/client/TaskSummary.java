package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/// One line of a list of open tasks.
///
/// @param intentId the intent that waits for the answer, by which [ApprovalsClient#task] has the
///   rest
/// @param title what is asked
/// @param intentType for example `intent.infra.change_approval.v1`
/// @param from who asked for the intent
/// @param to whom the intent is addressed to
/// @param openedAt since when it is open
/// @param dueAt when it is over by itself
/// @param reminders how often people were reminded
/// @param json all that the server said
public record TaskSummary(
    String intentId,
    String title,
    String intentType,
    String from,
    String to,
    Optional<Instant> openedAt,
    Optional<Instant> dueAt,
    int reminders,
    JsonNode json) {
  static TaskSummary of(JsonNode row) {
    return new TaskSummary(
        Json.text(row, "intent_id").orElse(""),
        Json.text(row.path("human_task"), "title").orElse(""),
        Json.text(row, "intent_type").orElse(""),
        Json.text(row, "from_agent").orElse(""),
        Json.text(row, "to_agent").orElse(""),
        Json.time(row, "assigned_at"),
        Json.time(row, "due_at"),
        row.path("reminders").asInt(),
        row);
  }
}
