package dev.assent.gateway.agents;

import dev.assent.contract.id.AgentAddress;
import java.util.concurrent.CompletableFuture;

/// Creates agents' own topics.
@FunctionalInterface
public interface AgentTopics {
  /// Done once the agent's topic exists; it may have existed before.
  CompletableFuture<Void> create(AgentAddress agent);
}
