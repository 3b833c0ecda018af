package dev.assent.gateway;

import static org.awaitility.Awaitility.await;

import dev.assent.lifecycle.LifecycleApplication;
import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A real broker and the real lifecycle-processor, for gateways to be started on.
final class BrokerNode implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Connection connection;
  private final EmbeddedServer processor;

  BrokerNode(Path processorState) throws Exception {
    this.connection = TestBroker.freshTopics();
    this.processor = LifecycleApplication.start(settings(processorState));
    awaitReady(processor);
  }

  TestGateway gateway(Path state) {
    return gateway(state, "gateway");
  }

  /// @param viewId its own where several gateways run at once
  TestGateway gateway(Path state, String viewId) {
    Map<String, Object> settings = settings(state);
    settings.put("assent.gateway.view-id", viewId);
    TestGateway gateway = TestGateway.start(settings);
    awaitReady(gateway.server());
    return gateway;
  }

  private Map<String, Object> settings(Path state) {
    Map<String, Object> settings = TestBroker.settings(connection, state);
    settings.put("assent.gateway.login.emails", "ann@example.com");
    return settings;
  }

  static void awaitReady(EmbeddedServer server) {
    Http probe = new Http(server.getURI(), Map.of());
    await().atMost(WITHIN).until(() -> probe.get("/health/readiness").status() == 200);
  }

  @Override
  public void close() {
    processor.stop();
  }
}
