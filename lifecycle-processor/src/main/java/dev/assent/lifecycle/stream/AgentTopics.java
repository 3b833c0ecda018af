package dev.assent.lifecycle.stream;

/// Whether an agent's topic exists. A delivery to a topic that does not exist would hold up every
/// intent of the partition, so it is asked before each one is written.
@FunctionalInterface
public interface AgentTopics {
  boolean exists(String topic);
}
