package dev.assent.lifecycle.stream;

import java.util.Optional;

/// Whether an agent's topic takes a delivery. One that does not take it has the whole transaction
/// undone, again and again, and so holds up every intent of the partition: so it is asked before
/// each delivery is written (ADR 0039).
@FunctionalInterface
public interface AgentTopics {
  /// Why not; empty when nothing is known against it.
  Optional<NotTaken> against(String topic, byte[] key, byte[] value);

  /// @param word for metrics
  /// @param cause for the dead letter: *expected X, but Y*
  record NotTaken(String word, String cause) {
    static NotTaken missing(String topic) {
      return new NotTaken(
          "no_agent_topic", "expected the agent's topic '" + topic + "', but it does not exist");
    }

    static NotTaken refused(String topic, String why) {
      return new NotTaken(
          "agent_topic_refuses",
          "expected the agent's topic '" + topic + "' to take the delivery, but " + why);
    }
  }
}
