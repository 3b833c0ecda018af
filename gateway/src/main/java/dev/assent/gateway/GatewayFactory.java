package dev.assent.gateway;

import dev.assent.contract.Door;
import dev.assent.gateway.view.AgentQueues;
import dev.assent.gateway.view.Indexes;
import dev.assent.gateway.view.IntentStore;
import dev.assent.gateway.view.Intents;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.http.HttpGuard;
import dev.assent.platform.views.KafkaViews;
import dev.assent.platform.webhooks.KafkaWebhookLog;
import dev.assent.service.sse.Streams;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import dev.assent.wire.setup.BrokerSetup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Puts the gateway together.
@Factory
final class GatewayFactory {
  @Singleton
  Door door() {
    return Door.GATEWAY;
  }

  @Singleton
  HttpGuard guard(GatewayConfig config) {
    return config.guard();
  }

  /// The first thing that speaks to the broker, so what the rest needs is made sure of here.
  @Singleton
  Wire wire(Connection connection) {
    BrokerSetup.check(connection);
    TopicSetup.ensure(connection);
    return AvroWire.connect(connection);
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaCommandBus bus(Connection connection, Wire wire) {
    return KafkaCommandBus.start(connection, wire);
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaDirectory directory(Connection connection, Wire wire) {
    return KafkaDirectory.start(connection, wire);
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaWebhookLog webhookLog(Connection connection, Wire wire) {
    return new KafkaWebhookLog(connection, wire);
  }

  @Singleton
  Intents intents(Clock clock) {
    return new Intents(new Indexes(new AgentQueues(clock, ThreadLocalRandom.current().nextInt())));
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaViews views(Connection connection, Wire wire, Intents intents, GatewayConfig config) {
    return KafkaViews.start(
        connection, wire, config.viewId(), List.of(() -> new IntentStore(wire.events(), intents)));
  }

  @Singleton
  @Bean(preDestroy = "close")
  Streams streams(MeterRegistry meters, GatewayConfig config) {
    Streams streams = new Streams(config.streams());
    Gauge.builder("assent.gateway.streams", streams, Streams::count)
        .description("Event streams that are open at this instance")
        .register(meters);
    return streams;
  }

  /// Before the server stops, so that no client sees a body that breaks off.
  @Singleton
  GracefulShutdownCapable endOfStreams(Streams streams) {
    return streams::endAll;
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaAgentTopics agentTopics(Connection connection) {
    return new KafkaAgentTopics(connection);
  }
}
