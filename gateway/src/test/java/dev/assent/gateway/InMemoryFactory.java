package dev.assent.gateway;

import dev.assent.door.CommandBus;
import dev.assent.door.Directory;
import dev.assent.door.KafkaCommandBus;
import dev.assent.door.KafkaDirectory;
import dev.assent.door.KafkaViews;
import dev.assent.door.KafkaWebhookLog;
import dev.assent.door.Views;
import dev.assent.door.WebhookLog;
import dev.assent.gateway.api.AgentTopics;
import dev.assent.gateway.view.Intents;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Connection;
import dev.assent.wire.SchemaRegistryClient;
import dev.assent.wire.Wire;
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
