package dev.assent.gateway;

import dev.assent.contract.id.AgentAddress;
import dev.assent.gateway.agents.AgentTopics;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Creates agents' topics on the broker, each on a virtual thread: it takes a while and is rare.
final class KafkaAgentTopics implements AgentTopics, AutoCloseable {
  private final TopicSetup setup;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  KafkaAgentTopics(Connection connection) {
    this.setup = new TopicSetup(connection);
  }

  @Override
  public CompletableFuture<Void> create(AgentAddress agent) {
    return CompletableFuture.runAsync(() -> setup.ensureAgentTopic(agent), threads);
  }

  @Override
  public void close() {
    threads.shutdown();
    setup.close();
  }
}
