package dev.assent.standalone.node;

import dev.assent.cli.operate.FirstKeys;
import dev.assent.cli.session.NodeFiles;
import dev.assent.registry.RegistryServer;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.standalone.broker.Loopback;
import dev.assent.standalone.broker.PortTakenException;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.registry.RegistryState;
import dev.assent.wire.registry.TopicSetup;
import dev.assent.wire.setup.DoorsSetup;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node. What it acknowledged is in its data folder and outlives any end of the process.
public final class Node implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);

  /// A machine that is starved takes its time, and nobody else could do the work meanwhile.
  public static final Duration READY_WITHIN = Duration.ofMinutes(15);

  private final NodeFiles files;
  private final Deque<Closeable> parts = new ArrayDeque<>();
  private boolean closed;

  private Node(NodeFiles files) {
    this.files = files;
  }

  /// Returns when everything is ready. Refuses before it has touched anything when another node
  /// runs on the folder or another program listens on a port.
  ///
  /// @param console where the notifier's console channel prints, and the gateway its sign-in codes
  /// @throws DataFolder.InUseException when another node runs on the folder
  /// @throws dev.assent.standalone.broker.PortTakenException when a port is taken
  public static Node start(NodeOptions options, PrintStream console)
      throws IOException, InterruptedException {
    Node node = new Node(new NodeFiles(options.data()));
    try {
      node.open(options, console);
      return node;
    } catch (IOException | InterruptedException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void open(NodeOptions options, PrintStream console)
      throws IOException, InterruptedException {
    DataFolder folder = part(DataFolder.lock(options.data()));
    part(files::removeNode).close(); // what a killed node left
    Loopback.requireFree(options.gatewayPort());
    Loopback.requireFree(options.approvalsPort());
    RegistryServer registry = part(registry(options.registryPort()));
    Optional<KafkaLogin> login =
        options.insecureKafka() ? Optional.empty() : Optional.of(folder.kafkaLogin());
    EmbeddedBroker broker =
        part(
            EmbeddedBroker.start(
                new BrokerOptions(folder.broker(), options.kafkaPort(), options.fsync(), login)));
    KafkaLogin.write(files.kafkaFile(), broker.clientProperties());
    LOGGER.info("The broker serves");
    Services.Surroundings unsealed =
        new Services.Surroundings(
            broker.bootstrapServers(),
            files.kafkaFile(),
            registry.url(),
            folder.state(),
            options.partitions(),
            options.variables(),
            Map.of());
    Services.Surroundings surroundings =
        unsealed.with(folder.doors(() -> DoorsSetup.ends(connection(unsealed))));
    Connection connection = connection(surroundings);
    registry.serve(broker.client(), new RegistryState(connection).places());
    LOGGER.info("The registry serves");
    TopicSetup.ensure(connection);
    if (files.keys().isEmpty()) {
      // The directory comes first: a crash in between leaves entries for secrets that nobody knows,
      // never secrets that do not work.
      files.write(FirstKeys.make(connection));
    }
    LOGGER.info("Topics and keys are there");
    Services services =
        part(
            Services.start(
                surroundings,
                new Services.Secrets(folder.stepTokenSecret(), folder.webhooksKey()),
                options.gatewayPort(),
                options.approvalsPort(),
                console));
    LOGGER.info("The services serve");
    Readiness.await(services.all(), files.keys().map(NodeFiles.Keys::adminKey), READY_WITHIN);
    LOGGER.info("The services are ready");
    files.write(
        NodeFiles.Node.of(
                ProcessHandle.current().pid(),
                services.gateway().toString(),
                services.approvals().toString(),
                registry.url().toString(),
                broker.bootstrapServers(),
                Instant.now())
            .alsoOpen(others(services, broker)));
  }

  /// For health and metrics, and the broker's own.
  private static Map<String, String> others(Services services, EmbeddedBroker broker) {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("lifecycle-processor", services.processor().toString());
    others.put("notifier", services.notifier().toString());
    others.put("kafka-controller", broker.controllerAddress());
    return others;
  }

  private static Connection connection(Services.Surroundings surroundings) {
    Map<String, Object> settings = surroundings.settings(0);
    return Connection.read(
        name -> Optional.ofNullable(settings.get(name)).map(Object::toString), Map.of());
  }

  private static RegistryServer registry(int port) {
    try {
      return RegistryServer.bind(port);
    } catch (BindException e) {
      throw new PortTakenException(port, e);
    }
  }

  private <T extends Closeable> T part(T part) {
    parts.push(part);
    return part;
  }

  /// Where it is and which keys it made.
  public NodeFiles files() {
    return files;
  }

  /// Stops what was started, newest first.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Closeable part : parts) {
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        LOGGER.atWarn().setCause(e).log("A part of the node did not stop cleanly");
      }
    }
  }
}
