package dev.assent.gateway;

import dev.assent.gateway.agents.AgentTopics;
import dev.assent.gateway.view.Intents;
import dev.assent.platform.bus.CommandBus;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.views.KafkaViews;
import dev.assent.platform.views.Views;
import dev.assent.platform.webhooks.KafkaWebhookLog;
import dev.assent.platform.webhooks.WebhookLog;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.SchemaRegistryClient;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;

/// An [InMemoryNode] in the place of everything that needs a broker.
@Factory
@Requires(property = "assent.test.node", value = "memory")
final class InMemoryFactory {
  @Singleton
  @Bean(typed = InMemoryNode.class)
  InMemoryNode node(Intents intents, Clock clock) {
    return new InMemoryNode(intents, clock);
  }

  /// Nobody uses it: what would speak to a broker is replaced.
  @Singleton
  @Replaces(value = Wire.class, factory = GatewayFactory.class)
  Wire wire(Connection connection) {
    return new AvroWire(SchemaRegistryClient.of(connection), connection.topics());
  }

  @Singleton
  @Replaces(value = KafkaCommandBus.class, factory = GatewayFactory.class)
  CommandBus bus(InMemoryNode node) {
    return node;
  }

  @Singleton
  @Replaces(value = KafkaDirectory.class, factory = GatewayFactory.class)
  Directory directory(InMemoryNode node) {
    return node.directory();
  }

  @Singleton
  @Replaces(value = KafkaWebhookLog.class, factory = GatewayFactory.class)
  WebhookLog webhookLog(InMemoryNode node) {
    return node.webhooks();
  }

  @Singleton
  @Replaces(value = KafkaViews.class, factory = GatewayFactory.class)
  Views views(InMemoryNode node) {
    return node;
  }

  @Singleton
  @Replaces(value = KafkaAgentTopics.class, factory = GatewayFactory.class)
  AgentTopics agentTopics(InMemoryNode node) {
    return node;
  }
}
