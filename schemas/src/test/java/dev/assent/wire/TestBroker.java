package dev.assent.wire;

import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.registry.TopicSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/// One real broker and one registry for all tests of this module's JVM; each test class gets topics
/// of its own by its prefix.
public final class TestBroker {
  public static final int PARTITIONS = 3;

  /// All tests' doors seal what they write with it (`assent.doors.key`).
  public static final String DOORS_KEY = "a key of the doors of all tests here";

  /// Whatever is closed waits for its fetch, which a broker holds for half a second by default.
  private static final Map<String, String> CLIENTS = Map.of("fetch.max.wait.ms", "50");

  private static final MemoryRegistry REGISTRY = MemoryRegistry.start();
  private static final KafkaClusterTestKit KIT = start();

  private TestBroker() {}

  private static KafkaClusterTestKit start() {
    try {
      KafkaClusterTestKit kit =
          new KafkaClusterTestKit.Builder(
                  new TestKitNodes.Builder()
                      .setCombined(true)
                      .setBaseDirectory(folder("kafka"))
                      .setNumControllerNodes(1)
                      .setNumBrokerNodes(1)
                      .build())
              .setConfigProp("auto.create.topics.enable", "false")
              .setConfigProp("offsets.topic.replication.factor", "1")
              .setConfigProp("offsets.topic.num.partitions", "2")
              .setConfigProp("transaction.state.log.replication.factor", "1")
              .setConfigProp("transaction.state.log.min.isr", "1")
              .setConfigProp("transaction.state.log.num.partitions", "2")
              .setConfigProp("group.initial.rebalance.delay.ms", "0") // as the node's broker
              .setConfigProp("group.streams.initial.rebalance.delay.ms", "0")
              .setConfigProp("group.streams.min.heartbeat.interval.ms", "100")
              .setConfigProp("group.streams.heartbeat.interval.ms", "200")
              .setConfigProp("group.streams.min.session.timeout.ms", "1000")
              .setConfigProp("group.streams.session.timeout.ms", "6000")
              .setConfigProp("log.cleaner.dedupe.buffer.size", "4194304")
              .build();
      kit.format();
      kit.startup();
      kit.waitForReadyBrokers();
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(kit)));
      return kit;
    } catch (Exception e) {
      throw new IllegalStateException("the test broker does not start", e);
    }
  }

  private static void stop(KafkaClusterTestKit kit) {
    try {
      kit.close();
      REGISTRY.close();
    } catch (Exception e) {
      throw new IllegalStateException("the test broker does not stop", e);
    }
  }

  /// Fresh topics, and a fresh folder for state.
  public static Connection freshTopics() throws Exception {
    Connection connection =
        new Connection(
            KIT.bootstrapServers(),
            CLIENTS,
            URI.create(REGISTRY.url()),
            Optional.empty(),
            "t" + UUID.randomUUID().toString().substring(0, 8) + ".",
            PARTITIONS,
            (short) 1,
            folder("state"),
            Doors.of(Optional.of(DOORS_KEY), Optional.empty()));
    TopicSetup.ensure(connection);
    return connection;
  }

  /// The same topics, as another process with a state folder of its own would reach them.
  public static Connection elsewhere(Connection connection) throws Exception {
    Path folder = folder("state");
    return new Connection(
        connection.bootstrapServers(),
        connection.kafkaProperties(),
        connection.registryUrl(),
        connection.registryUserInfo(),
        connection.topicPrefix(),
        connection.partitions(),
        connection.replicationFactor(),
        folder,
        connection.doors());
  }

  /// What a service that speaks to these topics is started with, on a free port; more may be added.
  public static Map<String, Object> settings(Connection connection, Path stateDir) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.port", -1);
    settings.put("assent.kafka.bootstrap-servers", connection.bootstrapServers());
    CLIENTS.forEach((name, value) -> settings.put("assent.kafka.properties." + name, value));
    settings.put("assent.registry.url", connection.registryUrl().toString());
    settings.put("assent.doors.key", DOORS_KEY);
    settings.put("assent.topics.prefix", connection.topicPrefix());
    settings.put("assent.topics.partitions", PARTITIONS);
    settings.put("assent.topics.replication-factor", 1);
    settings.put("assent.state-dir", stateDir.toString());
    return settings;
  }

  /// In the build's own folder: nothing is left behind when it is cleaned. And nobody else deletes
  /// it: the kit's own choice is deleted by a hook of its own while the broker may still write to
  /// it at the JVM's end, upon which the broker halts the JVM and the build fails.
  private static Path folder(String name) throws IOException {
    Path all = Files.createDirectories(Path.of("target", name).toAbsolutePath());
    return Files.createTempDirectory(all, name);
  }

  public static KafkaProducer<byte[], byte[]> producer(Connection connection) {
    return new KafkaProducer<>(
        connection.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  public static KafkaProducer<byte[], byte[]> transactional(Connection connection) {
    Map<String, Object> properties = new HashMap<>(connection.clientProperties());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test-" + UUID.randomUUID());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }
}
