package dev.assent.cli.session;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.connection.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The files by which a node tells the command line where it is, which keys it made and how its
/// broker lets clients in: `node.json`, `keys.json` and `kafka.properties` in its data folder.
/// Readable by their owner only.
///
/// @param data the data folder
public record NodeFiles(Path data) {
  /// Where a node keeps its data when neither `--data` nor `ASSENT_DATA` says otherwise.
  public static final Path DEFAULT_DATA = Path.of(".assent");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, true)
          .build();

  /// A node that was started from this folder, and may have ended since: `pid` tells.
  ///
  /// @param startedAt ISO 8601, UTC
  /// @param alsoOpen every other port, by who listens there; a node of an earlier build names none
  public record Node(
      long pid,
      String gatewayUrl,
      String approvalsUrl,
      String registryUrl,
      String bootstrapServers,
      String startedAt,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> alsoOpen) {
    public Node {
      alsoOpen = Collections.unmodifiableMap(new LinkedHashMap<>(alsoOpen));
    }

    /// @param startedAt when the process was started
    public static Node of(
        long pid,
        String gatewayUrl,
        String approvalsUrl,
        String registryUrl,
        String bootstrapServers,
        Instant startedAt) {
      return new Node(
          pid,
          gatewayUrl,
          approvalsUrl,
          registryUrl,
          bootstrapServers,
          startedAt.toString(),
          Map.of());
    }

    /// The same, with the ports besides.
    public Node alsoOpen(Map<String, String> others) {
      return new Node(
          pid, gatewayUrl, approvalsUrl, registryUrl, bootstrapServers, startedAt, others);
    }

    /// Whether a process of that id exists. Another program may have got the id since: ask the
    /// gateway's `/health` to be sure.
    public boolean alive() {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  /// The keys made at first start (secrets).
  public record Keys(String initiatorKey, String agentKey, String approverKey, String adminKey) {
    /// Without the secrets, so that no log line ever shows one.
    @Override
    public String toString() {
      return "Keys[...]";
    }
  }

  public Path nodeFile() {
    return data.resolve("node.json");
  }

  public Path keysFile() {
    return data.resolve("keys.json");
  }

  /// Kafka client properties, login included: what Kafka's own tools take as `--command-config`.
  public Path kafkaFile() {
    return data.resolve("kafka.properties");
  }

  /// How the node's broker lets clients in; empty when it lets everybody in.
  public Optional<KafkaLogin> kafkaLogin() throws IOException {
    return KafkaLogin.read(kafkaFile());
  }

  /// Empty when no node was ever started from this folder.
  ///
  /// @throws IOException when the file is there, but cannot be read or is not what it should be
  public Optional<Node> node() throws IOException {
    return read(nodeFile(), Node.class);
  }

  public Optional<Keys> keys() throws IOException {
    return read(keysFile(), Keys.class);
  }

  public void write(Node node) throws IOException {
    write(nodeFile(), node);
  }

  public void write(Keys keys) throws IOException {
    write(keysFile(), keys);
  }

  /// When a node stops: `keys.json` stays.
  public void removeNode() throws IOException {
    Files.deleteIfExists(nodeFile());
  }

  private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // The parser's own message could quote a secret.
      throw new IOException(
          "expected the JSON that a node writes in " + file + ", but it cannot be read as such", e);
    }
  }

  private static void write(Path file, Object value) throws IOException {
    PrivateFiles.write(
        file,
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + System.lineSeparator());
  }
}
