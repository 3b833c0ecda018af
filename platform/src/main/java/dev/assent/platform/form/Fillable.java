package dev.assent.platform.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Contradictions in a form that leave no answer at all: what must be there may not be. An answer's
/// fields are an object, and its required fields must each have a value that is allowed.
final class Fillable {
  private static final String OBJECT = "object";

  /// Bounds of one thing: what it must have at least, and may have at most.
  private static final List<Map.Entry<String, String>> BOUNDS =
      List.of(
          Map.entry("minimum", "maximum"),
          Map.entry("minLength", "maxLength"),
          Map.entry("minItems", "maxItems"),
          Map.entry("minProperties", "maxProperties"));

  private final JsonNode root;
  private final FormPath path = new FormPath();

  private Fillable(JsonNode root) {
    this.root = root;
  }

  /// @param form one that [FormWalk] found usable
  /// @throws UnfitFormException when it can never be filled in
  static void require(JsonNode form) {
    Fillable fillable = new Fillable(form);
    fillable.allows(form, OBJECT);
    fillable.required(form);
  }

  private void allows(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    Set<String> allowed = new HashSet<>();
    types.forEach(one -> allowed.add(one.asText()));
    if (types.isTextual()) {
      allowed.add(types.asText());
    }
    if (!allowed.isEmpty() && !allowed.contains(type)) {
      path.into("type");
      throw path.unfit("it is " + types + ", and an answer's fields are an object");
    }
  }

  private void required(JsonNode schemaOrReference) {
    JsonNode schema = resolved(schemaOrReference);
    if (schema.isBoolean() && !schema.booleanValue()) {
      throw path.unfit("it is required and takes nothing");
    }
    if (schema.path("enum").isArray() && schema.path("enum").isEmpty()) {
      path.into("enum");
      throw path.unfit("it is empty, so nothing is allowed");
    }
    for (Map.Entry<String, String> bound : BOUNDS) {
      crossed(schema, bound.getKey(), bound.getValue());
    }
    boolean closed =
        schema.path("additionalProperties").isBoolean()
            && !schema.path("additionalProperties").booleanValue()
            && !schema.has("patternProperties");
    for (JsonNode name : schema.path("required")) {
      JsonNode property = schema.path("properties").path(name.asText());
      if (property.isMissingNode() && closed) {
        path.into("required");
        throw path.unfit(
            "'" + name.asText() + "' is required, and additionalProperties forbids it");
      }
      path.into("properties");
      path.into(name.asText());
      required(property);
      path.out();
      path.out();
    }
  }

  private void crossed(JsonNode schema, String least, String most) {
    JsonNode min = schema.path(least);
    JsonNode max = schema.path(most);
    if (min.isNumber() && max.isNumber() && min.decimalValue().compareTo(max.decimalValue()) > 0) {
      path.into(least);
      throw path.unfit("it is " + min + ", more than " + most + ", which is " + max);
    }
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode found = schema;
    while (found.path("$ref").isTextual()) {
      found = FormSchema.target(root, found.path("$ref").asText());
    }
    return found;
  }
}
