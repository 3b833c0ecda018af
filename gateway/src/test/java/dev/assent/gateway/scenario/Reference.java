package dev.assent.gateway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The tables of `docs/scenarios.md`, made from the published schema.
final class Reference {
  private Reference() {}

  /// A table of an object's fields.
  static String table(JsonNode object) {
    List<String> required = texts(object.path("required"));
    List<String> lines = new ArrayList<>();
    lines.add("| field | what it is | if not said | effect |");
    lines.add("|---|---|---|---|");
    for (Map.Entry<String, JsonNode> field : object.path("properties").properties()) {
      JsonNode about = field.getValue();
      lines.add(
          "| `"
              + field.getKey()
              + "`"
              + (required.contains(field.getKey()) ? " (required)" : "")
              + " | "
              + type(field.getKey(), about)
              + " | "
              + (about.has("default") ? "`" + about.get("default") + "`" : "")
              + " | "
              + about.path("description").asText("see below").replace("|", "\\|")
              + " |");
    }
    return String.join("\n", lines);
  }

  private static String type(String name, JsonNode about) {
    if (about.has("$ref")) {
      String part = about.get("$ref").asText().replace("#/$defs/", "");
      return "[" + part + "](#" + part + ")";
    }
    if (about.has("enum")) {
      return texts(about.get("enum")).stream()
          .map(text -> "`" + text + "`")
          .collect(Collectors.joining(", "));
    }
    return switch (about.path("type").asText()) {
      case "string" ->
          about.path("format").asText().equals("date-time")
              ? "a time"
              : "text" + most(about, "maxLength", " characters");
      case "number" -> name.endsWith("seconds") ? "seconds" + range(about) : "number";
      case "integer" -> "a whole number" + range(about);
      case "boolean" -> "`true` or `false`";
      case "array" -> array(about);
      default -> "object";
    };
  }

  private static String array(JsonNode about) {
    JsonNode items = about.path("items");
    String of = items.has("$ref") ? "list of " + type("", items) : "list of texts";
    return of + most(about, "maxItems", "");
  }

  private static String most(JsonNode about, String bound, String unit) {
    return about.has(bound) ? ", at most " + about.get(bound).asText() + unit : "";
  }

  private static String range(JsonNode about) {
    return about.has("minimum")
        ? ", " + about.get("minimum").asText() + " to " + about.get("maximum").asText()
        : ", at most " + about.get("maximum").asText();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
