package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/// The scenario that the demo runs.
///
/// @param bundle what is submitted
/// @param title in the author's words
/// @param agent the address of its agent
/// @param change what is to be changed, in a few words
record DemoScenario(ObjectNode bundle, String title, String agent, String change) {
  /// A person is reminded after this, so that the demo shows it within a coffee's sip.
  static final int REMIND_AFTER_SECONDS = 2;

  private static final String FILE = "scenario.json";

  /// As its author wrote it, but for the waits: seconds instead of minutes.
  static DemoScenario load() throws IOException {
    try (InputStream file = DemoScenario.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("expected " + FILE + " beside the demo, but it is missing");
      }
      ObjectNode bundle = (ObjectNode) new ObjectMapper().readTree(file);
      for (JsonNode step : bundle.path("workflow").path("steps")) {
        if (step.has("remind_after_seconds")) {
          ((ObjectNode) step).put("remind_after_seconds", REMIND_AFTER_SECONDS);
        }
      }
      JsonNode payload = bundle.path("intent").path("payload");
      return new DemoScenario(
          bundle,
          bundle.path("title").asText(),
          bundle.path("agents").path(0).path("address").asText(),
          payload.path("change_type").asText()
              + " "
              + payload.path("migration").asText()
              + " on "
              + payload.path("target").asText());
    }
  }
}
