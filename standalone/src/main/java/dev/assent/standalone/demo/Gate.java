package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;

/// Who decides at the human gate.
@FunctionalInterface
public interface Gate {
  /// @param task as the approval-service shows it
  Answer decide(JsonNode task);

  /// @param comment why
  record Answer(boolean approved, String comment) {}
}
