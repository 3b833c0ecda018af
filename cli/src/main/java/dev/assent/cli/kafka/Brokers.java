package dev.assent.cli.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.Session;
import dev.assent.wire.connection.KafkaLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/// For the commands that read and write topics themselves.
public final class Brokers {
  private static final int ANSWER_MILLIS = 15_000;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Kafka client properties, for example for SASL or TLS.")
  @Nullable Path kafkaConfig;

  /// The properties of `--kafka-config`, with patience for a person at a terminal.
  public Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("default.api.timeout.ms", String.valueOf(ANSWER_MILLIS));
    properties.put("request.timeout.ms", String.valueOf(ANSWER_MILLIS));
    properties.put("max.block.ms", String.valueOf(ANSWER_MILLIS));
    if (kafkaConfig != null) {
      properties.putAll(read(kafkaConfig));
    }
    return properties;
  }

  private static Map<String, String> read(Path path) {
    try {
      return KafkaLogin.properties(path);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          "--kafka-config: expected a properties file, but " + path + " cannot be read as one.",
          e);
    }
  }

  /// A plain consumer that sees committed records only and leaves no group behind.
  public static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    var found = consumer.partitionsFor(topic);
    if (found == null || found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "Expected the topic "
              + topic
              + ", but these brokers have none of that name. 'assent doctor' looks what is there.");
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /// What went wrong between here and the brokers, for a person.
  public static Failure failure(Session session, KafkaException e) {
    String where = "The brokers at " + session.bootstrapServers() + " ";
    return switch (e) {
      case AuthenticationException _, AuthorizationException _ ->
          new Failure(
              ExitCode.REFUSED,
              where
                  + "refused: "
                  + Text.line(String.valueOf(e.getMessage()))
                  + ". See --kafka-config.",
              e);
      case org.apache.kafka.common.errors.TimeoutException _ ->
          new Failure(
              ExitCode.UNREACHABLE,
              where + "do not answer. Is the node up? 'assent doctor' looks what is wrong.",
              e);
      default ->
          new Failure(
              ExitCode.FAILED,
              where + "failed: " + Text.line(String.valueOf(e.getMessage())) + ".",
              e);
    };
  }

  /// Client libraries log what they do; a command line says itself what matters.
  public static void quiet(Terminal terminal) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context
          .getLogger(Logger.ROOT_LOGGER_NAME)
          .setLevel(terminal.debug() ? Level.WARN : Level.OFF);
    }
  }
}
