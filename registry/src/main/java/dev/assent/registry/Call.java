package dev.assent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.registry.StoredSchema.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request, taken apart.
///
/// @param values of the path's braces
/// @param body missing when there was none
record Call(Map<String, String> values, Map<String, String> query, JsonNode body) {
  Call {
    values = Map.copyOf(values);
    query = Map.copyOf(query);
  }

  String value(String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow();
  }

  String subject() {
    return value("subject");
  }

  String version() {
    return value("version");
  }

  int id() {
    try {
      return Integer.parseInt(value("id"));
    } catch (NumberFormatException e) {
      throw new RegistryRefusedException(404, 404, "HTTP 404 Not Found");
    }
  }

  /// Clients of other languages write `True`.
  boolean flag(String name) {
    return Boolean.parseBoolean(query.getOrDefault(name, "false"));
  }

  /// The schema's text in the body.
  String schema() {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryRefusedException.invalidSchema("expected schemaType AVRO, but got " + type);
    }
    if (!body.path("schema").isTextual() || body.path("schema").asText().isBlank()) {
      throw RegistryRefusedException.invalidSchema("expected a string \"schema\", but got none");
    }
    return body.path("schema").asText();
  }

  List<Reference> references() {
    List<Reference> references = new ArrayList<>();
    for (JsonNode reference : body.path("references")) {
      references.add(
          new Reference(
              reference.path("name").asText(),
              reference.path("subject").asText(),
              reference.path("version").asInt()));
    }
    return references;
  }
}
