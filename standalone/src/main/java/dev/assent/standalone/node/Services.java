package dev.assent.standalone.node;

import dev.assent.approval.ApprovalApplication;
import dev.assent.gateway.GatewayApplication;
import dev.assent.lifecycle.LifecycleApplication;
import dev.assent.notifier.NotifierApplication;
import dev.assent.platform.settings.StartUp;
import dev.assent.standalone.broker.Loopback;
import dev.assent.wire.connection.Connection;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.Closeable;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// The four services, each in a context of its own as if it were alone, started and stopped side by
/// side.
final class Services implements Closeable {
  private final EmbeddedServer processor;
  private final EmbeddedServer gateway;
  private final EmbeddedServer approvals;
  private final EmbeddedServer notifier;

  private Services(List<EmbeddedServer> started) {
    this.processor = started.get(0);
    this.gateway = started.get(1);
    this.approvals = started.get(2);
    this.notifier = started.get(3);
  }

  /// Where all of them find broker, registry and disk.
  ///
  /// @param kafkaConfig client properties by which the broker lets them in
  /// @param variables whether services take settings from the environment, too
  /// @param doors the settings by which they know each other's commands and directory rows
  record Surroundings(
      String bootstrapServers,
      Path kafkaConfig,
      URI registry,
      Path state,
      int partitions,
      boolean variables,
      Map<String, String> doors) {
    Surroundings {
      doors = Map.copyOf(doors);
    }

    Surroundings with(Map<String, String> itsDoors) {
      return new Surroundings(
          bootstrapServers, kafkaConfig, registry, state, partitions, variables, itsDoors);
    }

    Map<String, Object> settings(int port) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("micronaut.server.host", Loopback.HOST);
      settings.put("micronaut.server.port", port == 0 ? -1 : port); // -1 is Micronaut's free port
      settings.put("assent.kafka.bootstrap-servers", bootstrapServers);
      settings.put(Connection.KAFKA_CONFIG, kafkaConfig.toString());
      settings.put("assent.registry.url", registry.toString());
      settings.putAll(doors);
      settings.put("assent.state-dir", state.toString());
      settings.put("assent.topics.partitions", partitions);
      if (!variables) {
        settings.putAll(StartUp.withoutVariables());
      }
      return settings;
    }
  }

  /// What only those services know that need it.
  ///
  /// @param stepTokens for the processor
  /// @param webhooks for the gateway and the notifier
  record Secrets(String stepTokens, String webhooks) {}

  /// Returns when each serves; they may not be ready yet.
  ///
  /// @param console where the notifier's console channel prints, and the gateway its sign-in codes
  static Services start(
      Surroundings surroundings,
      Secrets secrets,
      int gatewayPort,
      int approvalsPort,
      PrintStream console) {
    List<Function<Map<String, Object>, EmbeddedServer>> starts =
        List.of(
            settings -> {
              settings.put("assent.step-tokens.secret", secrets.stepTokens());
              return LifecycleApplication.start(settings);
            },
            settings -> {
              settings.put("assent.webhooks.key", secrets.webhooks());
              settings.put("assent.gateway.policies.open", true); // AXME's clients come first
              return GatewayApplication.start(settings, console);
            },
            ApprovalApplication::start,
            settings -> {
              settings.put("assent.webhooks.key", secrets.webhooks());
              return NotifierApplication.start(settings, console);
            });
    List<Integer> ports = List.of(0, gatewayPort, approvalsPort, 0);
    List<CompletableFuture<EmbeddedServer>> starting = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < starts.size(); i++) {
        Function<Map<String, Object>, EmbeddedServer> start = starts.get(i);
        Map<String, Object> settings = surroundings.settings(ports.get(i));
        starting.add(CompletableFuture.supplyAsync(() -> start.apply(settings), threads));
      }
    }
    try {
      return new Services(starting.stream().map(CompletableFuture::join).toList());
    } catch (CompletionException e) {
      for (CompletableFuture<EmbeddedServer> service : starting) {
        if (!service.isCompletedExceptionally()) {
          service.join().stop();
        }
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  URI gateway() {
    return gateway.getURI();
  }

  URI approvals() {
    return approvals.getURI();
  }

  URI processor() {
    return processor.getURI();
  }

  URI notifier() {
    return notifier.getURI();
  }

  List<URI> all() {
    return List.of(processor.getURI(), gateway(), approvals(), notifier.getURI());
  }

  @Override
  public void close() {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (EmbeddedServer service : List.of(gateway, approvals, notifier, processor)) {
        threads.execute(service::stop);
      }
    }
  }
}
