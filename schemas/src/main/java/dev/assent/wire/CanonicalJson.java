package dev.assent.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.contract.Json;

/// Reads JSON and writes it canonically (RFC 8785).
public final class CanonicalJson {
  private CanonicalJson() {}

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// @throws IllegalArgumentException when the text is not JSON; the message says where
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected JSON, but " + e.getOriginalMessage(), e);
    }
  }

  public static JsonNode parse(Json json) {
    return parse(json.text());
  }

  public static Json of(JsonNode node) {
    return new Json(node.toString());
  }
}
