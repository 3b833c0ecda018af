package dev.assent.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.platform.log.SparseLog;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The compacted topic that schemas are kept on, named and written as Confluent's registry does.
/// This JVM is its only writer.
final class SchemaTopic implements Closeable {
  private static final String NAME = "_schemas";
  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final SparseLog LINES = SparseLog.of(SchemaTopic.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> client;
  private final KafkaProducer<String, String> producer;

  /// @param client the properties by which the broker is reached
  SchemaTopic(Map<String, Object> client) {
    this.client = Map.copyOf(client);
    create();
    Map<String, Object> writing = new HashMap<>(client);
    writing.put("acks", "all");
    writing.put("delivery.timeout.ms", (int) PATIENCE.toMillis());
    writing.put("request.timeout.ms", 5000);
    writing.put("buffer.memory", 4L * 1024 * 1024);
    this.producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer());
  }

  private void create() {
    NewTopic topic = new NewTopic(NAME, Optional.of(1), Optional.empty());
    try (Admin admin = Admin.create(client)) {
      await(
          admin
              .createTopics(List.of(topic.configs(Map.of("cleanup.policy", "compact"))))
              .all()
              .toCompletionStage()
              .toCompletableFuture());
    } catch (SchemaTopicException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /// Reads the whole topic.
  List<Row> load() {
    Map<String, Object> reading = new HashMap<>(client);
    reading.put("fetch.max.wait.ms", 50); // closing waits for the fetch that is under way
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Set.of(PARTITION));
      consumer.seekToBeginning(Set.of(PARTITION));
      Long end = consumer.endOffsets(Set.of(PARTITION), PATIENCE).get(PARTITION);
      List<Row> rows = new ArrayList<>();
      while (end != null && consumer.position(PARTITION, PATIENCE) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          row(record).ifPresent(rows::add);
        }
      }
      return rows;
    }
  }

  /// Returns once the version is acknowledged.
  ///
  /// @throws SchemaTopicException when it is not known whether it was written
  void append(StoredSchema schema) {
    String key = schemaKey(schema.subject(), schema.version()).toString();
    await(producer.send(new ProducerRecord<>(NAME, 0, key, value(schema).toString())));
  }

  private static ObjectNode schemaKey(String subject, int version) {
    return JSON.createObjectNode()
        .put("keytype", "SCHEMA")
        .put("subject", subject)
        .put("version", version)
        .put("magic", 1);
  }

  private static ObjectNode value(StoredSchema schema) {
    ObjectNode value =
        JSON.createObjectNode()
            .put("subject", schema.subject())
            .put("version", schema.version())
            .put("id", schema.id());
    if (!schema.references().isEmpty()) {
      value.set("references", JSON.valueToTree(schema.references()));
    }
    return value.put("schema", schema.schema()).put("deleted", schema.deleted());
  }

  /// Empty for a record that has no meaning here, or cannot be read: whoever may write to the topic
  /// must not keep the registry from starting.
  private static Optional<Row> row(ConsumerRecord<String, String> record) {
    try {
      return SchemaRows.read(record.key(), record.value());
    } catch (IllegalArgumentException e) {
      LINES
          .at(Level.WARN, "unreadable")
          .addKeyValue("topic", NAME)
          .addKeyValue("offset", record.offset())
          .addKeyValue("cause", e.getMessage())
          .log("A record on the schemas' topic cannot be read and is passed over");
      return Optional.empty();
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new SchemaTopicException(
          "writing to " + NAME + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new SchemaTopicException("writing to " + NAME + " took longer than " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaTopicException("interrupted while writing to " + NAME, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  /// The topic could not be read, or it is not known whether a row was written.
  static final class SchemaTopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaTopicException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
