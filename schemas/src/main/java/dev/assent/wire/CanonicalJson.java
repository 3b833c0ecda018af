package dev.assent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.Json;

/// Reads JSON and writes it canonically (RFC 8785).
public final class CanonicalJson {
  private CanonicalJson() {}

  /// @throws IllegalArgumentException when the text is not JSON; the message says where
  public static JsonNode parse(String text) {
    throw new IllegalArgumentException("written with the codecs: " + text);
  }

  public static JsonNode parse(Json json) {
    return parse(json.text());
  }

  public static Json of(JsonNode node) {
    throw new IllegalArgumentException("written with the codecs: " + node);
  }
}
