package dev.assent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.registry.StoredSchema.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what is on the schemas topic, as Confluent's registry writes it.
final class SchemaRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// So that ids can still be given above the highest there is.
  private static final int ID_MAX = 1_000_000_000;

  private SchemaRows() {}

  /// Empty for a kind of record that has no meaning here.
  ///
  /// @param value null where a version is gone for good
  /// @throws IllegalArgumentException saying what was expected
  static Optional<Row> read(@Nullable String key, @Nullable String value) {
    JsonNode name = parse(key);
    return switch (name.path("keytype").asText()) {
      case "SCHEMA" -> Optional.of(value == null ? gone(name) : new Row.Put(schema(parse(value))));
      case "CONFIG" -> Optional.of(new Row.Level(text(name, "subject"), level(value)));
      default -> Optional.empty();
    };
  }

  private static Row gone(JsonNode key) {
    return new Row.Gone(key.path("subject").asText(), key.path("version").asInt());
  }

  private static Optional<Compatibility> level(@Nullable String value) {
    try {
      return text(parse(value), "compatibilityLevel").map(Compatibility::named);
    } catch (RegistryRefusedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static StoredSchema schema(JsonNode value) {
    List<Reference> references = new ArrayList<>();
    for (JsonNode reference : value.path("references")) {
      references.add(
          new Reference(
              needed(reference, "name"),
              needed(reference, "subject"),
              number(reference, "version", Integer.MAX_VALUE)));
    }
    return new StoredSchema(
        needed(value, "subject"),
        number(value, "version", ID_MAX),
        number(value, "id", ID_MAX),
        needed(value, "schema"),
        references,
        value.path("deleted").asBoolean());
  }

  private static String needed(JsonNode value, String field) {
    return text(value, field)
        .orElseThrow(() -> new IllegalArgumentException("expected a text under " + field));
  }

  private static Optional<String> text(JsonNode value, String field) {
    return Optional.of(value.path(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(text -> !text.isEmpty());
  }

  private static int number(JsonNode value, String field, int max) {
    JsonNode found = value.path(field);
    if (!found.canConvertToInt() || found.intValue() < 1 || found.intValue() > max) {
      throw new IllegalArgumentException(
          "expected a number from 1 to " + max + " under " + field + ", but got " + found);
    }
    return found.intValue();
  }

  private static JsonNode parse(@Nullable String text) {
    try {
      return text == null ? JSON.missingNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected JSON, but " + e.getOriginalMessage(), e);
    }
  }
}
