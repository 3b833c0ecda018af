package dev.assent.bench.cluster;

import dev.assent.bench.cluster.Programs.Service;
import dev.assent.bench.http.LeanHttp;
import dev.assent.bench.kafka.KafkaDoor;
import dev.assent.bench.node.Doors;
import dev.assent.cli.operate.FirstKeys;
import dev.assent.cli.session.NodeFiles;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Broker and registry in one process, each service in its own, all on the loopback address. A part
/// that is started again comes back on the port it had.
public final class Cluster implements Closeable {
  private static final String HOST = "127.0.0.1";

  /// No secret: the cluster is on the loopback address and thrown away.
  private static final String STEP_TOKENS_SECRET = "of a cluster that is thrown away";

  private static final String DOORS_KEY = "the doors' of a cluster that is thrown away";

  private final Path folder;
  private final Connection connection;
  private final NodeFiles.Keys keys;
  private final URI gateway;
  private final URI approvals;
  private final List<Child> children;

  private Cluster(
      Path folder,
      Connection connection,
      NodeFiles.Keys keys,
      URI gateway,
      URI approvals,
      List<Child> children) {
    this.folder = folder;
    this.connection = connection;
    this.keys = keys;
    this.gateway = gateway;
    this.approvals = approvals;
    this.children = List.copyOf(children);
  }

  /// Returns when all of it is ready.
  ///
  /// @param folder data, local state and what they print
  /// @param processors how many lifecycle-processors there are
  public static Cluster start(Programs programs, Path folder, int processors)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int kafka = freePort();
    int registry = freePort();
    String bootstrap = HOST + ":" + kafka;
    String schemas = "http://" + HOST + ":" + registry;
    Path client = folder.resolve("kafka.properties");
    List<String> line = new ArrayList<>(programs.broker());
    line.addAll(
        List.of(
            folder.resolve("kafka").toString(),
            String.valueOf(kafka),
            String.valueOf(registry),
            client.toString()));
    Child broker =
        new Child(
            "broker",
            line,
            Map.of(),
            folder.resolve("broker.log"),
            URI.create(schemas + "/subjects"));
    List<Child> all = new ArrayList<>();
    all.add(broker);
    try {
      broker.start();
      broker.awaitReady();
      Connection connection =
          Connection.read(
              name ->
                  Optional.ofNullable(
                      Map.of(
                              "assent.kafka.bootstrap-servers",
                              bootstrap,
                              Connection.KAFKA_CONFIG,
                              client.toString(),
                              "assent.doors.key",
                              DOORS_KEY,
                              "assent.registry.url",
                              schemas)
                          .get(name)),
              Map.of());
      // Before the doors, whose readiness then says that they know the keys.
      TopicSetup.ensure(connection);
      NodeFiles.Keys keys = FirstKeys.make(connection);
      Services services = new Services(programs, folder, bootstrap, client, schemas);
      for (int i = 1; i <= processors; i++) {
        all.add(
            services.child(Service.LIFECYCLE_PROCESSOR, "lifecycle-processor-" + i, freePort()));
      }
      int gateway = freePort();
      int approvals = freePort();
      all.add(services.child(Service.GATEWAY, "gateway", gateway));
      all.add(services.child(Service.APPROVAL_SERVICE, "approval-service", approvals));
      all.add(services.child(Service.NOTIFIER, "notifier", freePort()));
      for (Child child : all.subList(1, all.size())) {
        child.start();
      }
      for (Child child : all) {
        child.awaitReady();
      }
      return new Cluster(
          folder,
          connection,
          keys,
          URI.create("http://" + HOST + ":" + gateway),
          URI.create("http://" + HOST + ":" + approvals),
          all);
    } catch (IOException | InterruptedException | RuntimeException e) {
      all.forEach(Child::close);
      throw e;
    }
  }

  private record Services(
      Programs programs, Path folder, String bootstrap, Path client, String registry) {
    Child child(Service service, String name, int port) {
      Map<String, String> environment =
          Map.of(
              "ASSENT_KAFKA_BOOTSTRAP_SERVERS",
              bootstrap,
              "ASSENT_KAFKA_CONFIG",
              client.toString(),
              "ASSENT_REGISTRY_URL",
              registry,
              "ASSENT_STATE_DIR",
              state(folder, name).toString(),
              "ASSENT_DOORS_KEY",
              DOORS_KEY,
              "ASSENT_STEP_TOKENS_SECRET",
              STEP_TOKENS_SECRET,
              "ASSENT_GATEWAY_POLICIES_OPEN",
              "true",
              "MICRONAUT_SERVER_PORT",
              String.valueOf(port));
      return new Child(
          name,
          programs.service(service),
          environment,
          folder.resolve(name + ".log"),
          URI.create("http://" + HOST + ":" + port + "/health/readiness"));
    }
  }

  public Connection connection() {
    return connection;
  }

  public Doors doors() {
    return new Doors(
        new LeanHttp(gateway, keys.initiatorKey()),
        new LeanHttp(gateway, keys.agentKey()),
        new LeanHttp(approvals, keys.approverKey()));
  }

  /// The gateway as the person sees it who may also answer there.
  public LeanHttp approverAtGateway() {
    return new LeanHttp(gateway, keys.approverKey());
  }

  /// The Kafka doors as the service sees them that submits, and any agent.
  public KafkaDoor kafkaDoor() {
    return KafkaDoor.open(connection, keys.initiatorKey());
  }

  /// Where HTTP is spoken: gateway, approval-service, registry.
  public List<URI> httpPorts() {
    return List.of(gateway, approvals, connection.registryUrl());
  }

  /// Where a service keeps its local stores; the broker has no such folder.
  public Path state(Child child) {
    return state(folder, child.name());
  }

  private static Path state(Path folder, String name) {
    return folder.resolve(name + "-state");
  }

  /// Every process: the broker's first.
  public List<Child> children() {
    return children;
  }

  public List<Child> processors() {
    return children.stream()
        .filter(child -> child.name().startsWith("lifecycle-processor"))
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
      return socket.getLocalPort();
    }
  }

  /// The broker last, so that nobody has to wait for it in vain.
  @Override
  public void close() {
    children.reversed().forEach(Child::close);
  }
}
