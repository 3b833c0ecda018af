package dev.assent.cli.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import java.util.ArrayList;
import java.util.List;

/// One event of an intent as one line: when, its number, the status, what happened.
final class EventLine {
  private EventLine() {}

  static String of(JsonNode event, Printer printer) {
    String status = Text.line(event.path("status").asText());
    String padded = status + " ".repeat(Math.max(0, "ACKNOWLEDGED".length() - status.length()));
    return Text.time(event.path("at").asText())
        + "  "
        + String.format("%3d", event.path("seq").asLong())
        + "  "
        + printer.style(Printer.Style.ofStatus(status), padded)
        + "  "
        + Text.line(String.join(", ", words(event)));
  }

  private static List<String> words(JsonNode event) {
    List<String> words = new ArrayList<>();
    words.add(event.path("event_type").asText().replaceFirst("^intent\\.", "").replace('_', ' '));
    String title = event.path("human_task").path("title").asText();
    if (!title.isEmpty()) {
      words.add("\"" + title + "\"");
    }
    String pending = pendingWith(event.path("pending_with"));
    if (!pending.isEmpty()) {
      words.add("waiting for " + pending);
    }
    JsonNode details = event.path("details");
    add(words, "reminder ", details.path("remind_count"));
    add(words, "escalated to ", details.path("escalated_to"));
    add(words, "attempt ", details.path("delivery_attempt"));
    add(words, "outcome ", details.path("task_result").path("outcome"));
    add(words, "by ", details.path("decided_by"));
    add(words, "", details.path("reason"));
    return words;
  }

  static String pendingWith(JsonNode pending) {
    String name = pending.path("name").asText();
    return name.isEmpty() ? pending.path("ref").asText() : name;
  }

  private static void add(List<String> words, String label, JsonNode value) {
    if (value.isValueNode() && !value.asText().isEmpty() && !value.isNull()) {
      words.add(label + value.asText());
    }
  }
}
