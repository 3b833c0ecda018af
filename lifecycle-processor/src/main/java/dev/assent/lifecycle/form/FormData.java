package dev.assent.lifecycle.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.value.Json;
import dev.assent.platform.form.FormSchema;
import dev.assent.wire.json.CanonicalJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads an answer's data as its form means it. AXP's command line sends every field as text, and
/// its *approve* sends nothing but the outcome (contract section 5.1).
final class FormData {
  /// Required booleans that only say again what the outcome says.
  private static final List<String> SAID_BY_OUTCOME = List.of("approved", "acknowledged");

  /// JSON's numbers, of a length that a form may reasonably ask for.
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,30})");

  private final JsonNode root;

  private FormData(JsonNode root) {
    this.root = root;
  }

  /// @param schema one that [FormSchema] finds nothing wrong with
  static JsonNode read(JsonNode schema, JsonNode data, boolean positive) {
    FormData reading = new FormData(schema);
    JsonNode read = reading.read(schema, data);
    if (read instanceof ObjectNode object) {
      reading.fill(schema, object, positive);
    }
    return read;
  }

  /// What the data says of the answer; *no* where it says both.
  static Optional<Boolean> said(Json data) {
    // Most answers say nothing of the kind, and are not read for it.
    if (SAID_BY_OUTCOME.stream().noneMatch(data.text()::contains)) {
      return Optional.empty();
    }
    JsonNode read = CanonicalJson.parse(data);
    return SAID_BY_OUTCOME.stream()
        .map(name -> read.path(name).asText())
        .filter(text -> text.equals("true") || text.equals("false"))
        .map(Boolean::valueOf)
        .reduce(Boolean::logicalAnd);
  }

  private void fill(JsonNode schema, ObjectNode data, boolean positive) {
    for (JsonNode required : schema.path("required")) {
      String name = required.asText();
      JsonNode property = resolved(schema.path("properties").path(name));
      if (SAID_BY_OUTCOME.contains(name)
          && !data.has(name)
          && types(property).contains("boolean")) {
        data.put(name, positive);
      }
    }
  }

  private JsonNode read(JsonNode schemaOrReference, JsonNode data) {
    JsonNode schema = resolved(schemaOrReference);
    if (data.isTextual()) {
      return readText(types(schema), data);
    }
    if (data instanceof ObjectNode object) {
      ObjectNode read = object.objectNode();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        JsonNode property = schema.path("properties").path(member.getKey());
        read.set(member.getKey(), read(property, member.getValue()));
      }
      return read;
    }
    if (data instanceof ArrayNode array) {
      ArrayNode read = array.arrayNode();
      array.forEach(element -> read.add(read(schema.path("items"), element)));
      return read;
    }
    return data;
  }

  private static JsonNode readText(Set<String> types, JsonNode data) {
    String text = data.asText();
    if (types.contains("string")) {
      return data;
    }
    if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    boolean number = types.contains("number") && NUMBER.matcher(text).matches();
    boolean integer = types.contains("integer") && INTEGER.matcher(text).matches();
    return number || integer ? CanonicalJson.parse(text) : data;
  }

  private static Set<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    Set<String> types = new HashSet<>();
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(one -> types.add(one.asText()));
    return types;
  }

  /// The schema a reference stands for; references go only a few steps, never in circles.
  private JsonNode resolved(JsonNode schema) {
    JsonNode found = schema;
    while (found.path("$ref").isTextual()) {
      found = FormSchema.target(root, found.path("$ref").asText());
    }
    return found;
  }
}
