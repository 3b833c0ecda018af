package dev.assent.standalone.broker;

import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.connection.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One KRaft node (broker and controller) in this JVM, listening on the loopback address only. Its
/// data folder survives restarts and kill -9; both ports may differ from start to start.
///
/// Start and stop it on platform threads: on virtual ones Kafka's class initialisers can starve all
/// carriers of a small machine.
public final class EmbeddedBroker implements Closeable {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedBroker.class);

  /// What clients are told of a broker that lets everybody in.
  private static final Map<String, String> OPEN = Map.of("security.protocol", "PLAINTEXT");

  private final int port;
  private final int controllerPort;
  private final Optional<KafkaLogin> login;
  private final ControllerServer controller;
  private final BrokerServer broker;

  private EmbeddedBroker(
      int port,
      int controllerPort,
      Optional<KafkaLogin> login,
      ControllerServer controller,
      BrokerServer broker) {
    this.port = port;
    this.controllerPort = controllerPort;
    this.login = login;
    this.controller = controller;
    this.broker = broker;
  }

  /// Returns when the broker serves clients.
  ///
  /// @throws PortTakenException when another program listens on the port; nothing was touched then
  public static EmbeddedBroker start(BrokerOptions options) {
    try (Loopback sockets = new Loopback()) {
      int clientPort = sockets.bind(options.port());
      int controllerPort = sockets.bind(0);
      format(options.folder());
      KafkaConfig config =
          KafkaConfig.apply(BrokerSettings.of(options, clientPort, controllerPort), false);
      return start(config, clientPort, controllerPort, sockets, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedBroker start(
      KafkaConfig config, int port, int controllerPort, Loopback sockets, BrokerOptions options) {
    boolean killed = KilledBroker.was(options.folder());
    var folders = KafkaRaftServer.initializeLogDirs(config, LOGGER, "");
    SharedServer shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, folders._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(
                Map.of(BrokerSettings.NODE_ID, Loopback.at(controllerPort))),
            List.of(),
            new StandardFaultHandlerFactory(),
            sockets);
    BrokerServer broker = new BrokerServer(shared);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
    EmbeddedBroker node =
        new EmbeddedBroker(port, controllerPort, options.login(), controller, broker);
    try {
      controller.startup();
      if (killed) {
        KilledBroker.forget(controller.controller());
      }
      broker.startup();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static void format(Path folder) throws IOException {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    PrivateFiles.createFolder(folder);
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setPrintStream(nowhere)
          .run();
    } catch (Exception e) {
      throw new IOException("could not format " + folder + " for Kafka: " + e.getMessage(), e);
    }
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  /// Where the broker speaks with its own controller; nobody else has business there.
  public String controllerAddress() {
    return Loopback.HOST + ":" + controllerPort;
  }

  /// What a client needs to be let in.
  public Map<String, String> clientProperties() {
    return login.map(KafkaLogin::clientProperties).orElse(OPEN);
  }

  /// The same, and where it is.
  public Map<String, String> client() {
    Map<String, String> client = new HashMap<>(clientProperties());
    client.put("bootstrap.servers", bootstrapServers());
    return client;
  }

  @Override
  public void close() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }
}
