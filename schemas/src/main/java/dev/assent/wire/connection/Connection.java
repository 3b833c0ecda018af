package dev.assent.wire.connection;

import dev.assent.wire.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where the broker and the registry are, and how to speak to them: the settings every service
/// shares.
///
/// | setting | meaning | default |
/// |---|---|---|
/// | `assent.kafka.bootstrap-servers` | brokers | `127.0.0.1:19092` |
/// | `assent.kafka.config` | a file of Kafka client properties, for example of a login: secrets are better there than on a command line | none |
/// | `assent.kafka.properties.*` | any Kafka client property, for example SASL | none |
/// | `assent.registry.url` | Confluent-compatible schema registry | `http://127.0.0.1:8181` |
/// | `assent.registry.user-info` | `user:password` for it | none |
/// | `assent.topics.prefix` | put before every topic's name | none |
/// | `assent.topics.partitions` | partitions of new topics; fixed at creation | `4` |
/// | `assent.topics.replication-factor` | of new topics; -1 is the broker's default | `-1` |
/// | `assent.doors.key` | the same for all services, 32 bytes or more: what doors seal commands and directory rows with ([Doors]) | none: nothing is sealed |
/// | `assent.doors.unsealed-before` | what was there before the doors had a key | none |
/// | `assent.state-dir` | where Kafka Streams keeps its local stores | `./.assent/state` |
public record Connection(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    URI registryUrl,
    Optional<String> registryUserInfo,
    String topicPrefix,
    int partitions,
    short replicationFactor,
    Path stateDir,
    Doors doors) {

  /// Where brokers are when nothing says so: those of a node.
  public static final String BOOTSTRAP_SERVERS = "127.0.0.1:19092";

  /// Names a file of Kafka client properties.
  public static final String KAFKA_CONFIG = "assent.kafka.config";

  public Connection {
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /// @param setting looks a setting up by its full name
  /// @param kafkaProperties the Kafka client properties given under `assent.kafka.properties`; they
  ///   win over those of the file
  public static Connection read(
      Function<String, Optional<String>> setting, Map<String, String> kafkaProperties) {
    Map<String, String> kafka = new HashMap<>();
    setting
        .apply("assent.kafka.config")
        .filter(file -> !file.isBlank())
        .ifPresent(f -> kafka.putAll(file(f)));
    kafka.putAll(kafkaProperties);
    return new Connection(
        setting.apply("assent.kafka.bootstrap-servers").orElse(BOOTSTRAP_SERVERS),
        kafka,
        URI.create(setting.apply("assent.registry.url").orElse("http://127.0.0.1:8181")),
        setting.apply("assent.registry.user-info"),
        setting.apply("assent.topics.prefix").orElse(""),
        Integer.parseInt(setting.apply("assent.topics.partitions").orElse("4")),
        Short.parseShort(setting.apply("assent.topics.replication-factor").orElse("-1")),
        Path.of(setting.apply("assent.state-dir").orElse("./.assent/state")),
        Doors.of(setting.apply("assent.doors.key"), setting.apply("assent.doors.unsealed-before")));
  }

  private static Map<String, String> file(String path) {
    try {
      return KafkaLogin.properties(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "expected Kafka client properties in " + path + " (" + KAFKA_CONFIG + "), but " + e, e);
    }
  }

  /// The properties every Kafka client begins with.
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>(kafkaProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /// For a consumer that reads a topic to its end and is closed again. Closing waits for the fetch
  /// that is under way, and a broker holds one at the end of a log for as long as it may, by
  /// default half a second.
  public Map<String, Object> readerProperties() {
    Map<String, Object> properties = clientProperties();
    properties.put("fetch.max.wait.ms", 50);
    return properties;
  }

  public Topics topics() {
    return new Topics(topicPrefix);
  }

  /// The absolute path of the folder for local stores, which exists after this call and is its
  /// owner's alone when this call made it: payloads are in there. Kafka Streams makes it too, but
  /// fails when two instances do so at the same moment (StateDirectory of 4.3.1).
  public Path localStores() {
    try {
      return PrivateFiles.createFolder(stateDir.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "expected to make the folder " + stateDir + " (assent.state-dir), but " + e, e);
    }
  }

  /// Without the Kafka properties and the registry's login, which may hold secrets.
  @Override
  public String toString() {
    return "Connection[" + bootstrapServers + ", " + topicPrefix + "]";
  }
}
