package dev.assent.cli.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.session.Session;
import java.util.Set;

/// The fields of an answer from the command line, where everything is text: what the task's form
/// calls a number, a boolean, an array or an object is read as JSON.
final class AnswerFields {
  private static final Set<String> READ_AS_JSON =
      Set.of("number", "integer", "boolean", "array", "object", "null");

  private AnswerFields() {}

  /// @param form the task's JSON Schema; anything else where it has none
  static ObjectNode of(TasksCommand.Answer answer, JsonNode form, Session session) {
    ObjectNode data =
        answer.dataJson == null
            ? Json.object()
            : Json.argument("--data-json", answer.dataJson, session.terminal());
    if (answer.fields != null) {
      answer.fields.forEach((name, value) -> data.set(name, value(name, value, form)));
    }
    return data;
  }

  private static JsonNode value(String name, String value, JsonNode form) {
    String type = form.path("properties").path(name).path("type").asText();
    if (!READ_AS_JSON.contains(type)) {
      return Json.string(value);
    }
    try {
      return Json.parse(value);
    } catch (JsonProcessingException e) {
      throw new Failure(
          ExitCode.USAGE,
          "--field "
              + name
              + ": expected "
              + type
              + " as the task's form says, but got '"
              + value
              + "'.",
          e);
    }
  }
}
