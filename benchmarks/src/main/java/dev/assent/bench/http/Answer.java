package dev.assent.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/// What a door answered.
public record Answer(int status, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public boolean good() {
    return status / 100 == 2;
  }

  /// Missing where the body is no JSON.
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }

  /// The door's own words for a refusal.
  public String detail() {
    JsonNode json = json();
    String detail = json.path("detail").asText("");
    return detail.isEmpty() ? json.path("error").path("message").asText("no reason") : detail;
  }

  /// @throws IllegalStateException when it is a refusal
  public JsonNode orThrow(String request) {
    if (!good()) {
      throw new IllegalStateException(request + " was answered " + status + ": " + detail());
    }
    return json();
  }
}
