package dev.assent.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.Printer;
import dev.assent.cli.base.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One task for a person: what is asked, on what, by whom, until when, and how it ended.
final class TaskPage {
  private final Printer out;
  private final Instant now;

  TaskPage(Printer out, Instant now) {
    this.out = out;
    this.now = now;
  }

  /// @param answer the approval-service's answer for one task
  void question(JsonNode answer) {
    JsonNode task = answer.path("task");
    JsonNode human = task.path("human_task");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Task", Text.line(human.path("title").asText()));
    fields.put("Question", human.path("description").asText());
    fields.put("Intent", task.path("intent_id").asText());
    fields.put("Type", task.path("intent_type").asText());
    fields.put("Policy", policy(task.path("policy")));
    fields.put("From", task.path("from_agent").asText());
    fields.put("To", task.path("to_agent").asText());
    fields.put(
        "Step", task.path("step_id").asText() + ", version " + task.path("version").asText());
    fields.put("Asked", time(task.path("assigned_at")));
    fields.put("Due", time(task.path("due_at")));
    fields.put("Who may decide", who(task));
    fields.put("Reminders", reminders(task.path("reminders")));
    fields.put("Outcomes", outcomes(human));
    fields.put("Content hash", task.path("content_hash").asText());
    fields.put("Closed", closed(task));
    out.fields(fields);
    out.block("Payload", answer.path("content").path("payload"));
    out.block("Results so far", answer.path("content").path("results"));
    out.block("Form", human.path("form_schema"));
    out.block("Answered with", task.path("closed").path("data"));
  }

  void history(JsonNode answer) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode fact : answer.path("history")) {
      rows.add(
          List.of(
              Text.time(fact.path("at").asText()),
              fact.path("seq").asText(),
              fact.path("actor").path("id").asText(),
              fact.path("summary").asText()));
    }
    if (!rows.isEmpty()) {
      out.table(List.of("AT", "SEQ", "WHO", "WHAT"), rows);
    }
  }

  private static String policy(JsonNode policy) {
    return policy.isObject()
        ? policy.path("scenario_id").asText() + " version " + policy.path("version").asText()
        : "";
  }

  private String time(JsonNode at) {
    return at.isTextual()
        ? Text.time(at.textValue()) + " (" + Text.distance(at.textValue(), now) + ")"
        : "";
  }

  private static String who(JsonNode task) {
    List<String> who = texts(task.path("assignees"));
    List<String> escalated = texts(task.path("escalated_to"));
    return (who.isEmpty() ? "every approver" : String.join(", ", who))
        + (escalated.isEmpty() ? "" : " (escalated to " + String.join(", ", escalated) + ")");
  }

  private String reminders(JsonNode reminders) {
    if (reminders.path("max").asInt() == 0) {
      return "";
    }
    String next = time(reminders.path("next_at"));
    return reminders.path("sent").asText()
        + " of "
        + reminders.path("max").asText()
        + (next.isEmpty() ? "" : ", next " + next);
  }

  private static String outcomes(JsonNode human) {
    List<String> needs = new ArrayList<>();
    if (human.path("required_comment").asBoolean()) {
      needs.add("comment required");
    }
    if (human.path("require_binding").asBoolean()) {
      needs.add("bound to what was shown: --content-hash, or confirm on a terminal");
    }
    if (human.path("evidence_required").asBoolean()) {
      needs.add("evidence required: --field evidence=...");
    }
    List<String> outcomes = new ArrayList<>();
    for (String outcome : texts(human.path("allowed_outcomes"))) {
      String verdict = human.path("outcomes").path(outcome).asText();
      outcomes.add(outcome + (verdict.isEmpty() ? "" : " (" + verdict + ")"));
    }
    return String.join(", ", outcomes) + (needs.isEmpty() ? "" : "; " + String.join(", ", needs));
  }

  private String closed(JsonNode task) {
    JsonNode closed = task.path("closed");
    return switch (task.path("state").asText()) {
      case "decided" ->
          closed.path("outcome").asText()
              + " by "
              + closed.path("decided_by").asText()
              + ", "
              + time(closed.path("at"))
              + ", through "
              + closed.path("door").asText()
              + quoted(closed.path("comment").asText());
      case "expired" -> "nobody decided in time, " + time(closed.path("at"));
      case "withdrawn" -> closed.path("reason").asText() + ", " + time(closed.path("at"));
      default -> "";
    };
  }

  private static String quoted(String comment) {
    return comment.isEmpty() ? "" : ": \"" + comment + "\"";
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
