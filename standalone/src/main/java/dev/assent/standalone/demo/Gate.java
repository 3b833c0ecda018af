package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;

/// Who decides at the human gate.
@FunctionalInterface
public interface Gate {
  /// @param task as the approval-service shows it
  Answer decide(JsonNode task);

  /// @param comment why
  /// @param looked whether a person was shown the task: else the answer is unbound
  record Answer(boolean approved, String comment, boolean looked) {}
}
