package dev.assent.wire.registry;

import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.setup.AdminCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Under which id each version of the program's own schemas is in the data (ADR 0037), as it stands
/// on the topic `assent.schemas`: key the id in decimal digits, value the schema's text. What is
/// there is what our records are read and written by, whatever a registry says.
public final class OwnSchemas {
  private static final Logger LOGGER = LoggerFactory.getLogger(OwnSchemas.class);
  private static final Duration READ_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final SortedMap<Integer, Schema> byId;

  private OwnSchemas(SortedMap<Integer, Schema> byId) {
    this.byId = byId;
  }

  /// Nothing is known.
  static OwnSchemas none() {
    return new OwnSchemas(new TreeMap<>());
  }

  /// All that is on the topic; nothing where there is no such topic, or where we may not read it,
  /// as in a client that has the rights of a service or an agent only.
  ///
  /// @throws KafkaException when the brokers do not give it
  public static OwnSchemas read(Connection connection) {
    String name = connection.topics().schemas().name();
    Map<String, Object> properties = connection.readerProperties();
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    properties.put("allow.auto.create.topics", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return new OwnSchemas(read(consumer, name, connection.doors()));
    } catch (AuthorizationException _) {
      return none();
    }
  }

  private static SortedMap<Integer, Schema> read(
      KafkaConsumer<byte[], byte[]> consumer, String name, Doors doors) {
    SortedMap<Integer, Schema> found = new TreeMap<>();
    var partitions = consumer.partitionsFor(name);
    if (partitions == null || partitions.isEmpty()) {
      return found;
    }
    TopicPartition partition = new TopicPartition(name, 0);
    consumer.assign(Set.of(partition));
    consumer.seekToBeginning(Set.of(partition));
    long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    while (consumer.position(partition) < end) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("expected to read " + name + " within " + READ_WITHIN);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        row(record, doors)
            .ifPresentOrElse(
                row -> found.put(row.getKey(), row.getValue()),
                () ->
                    LOGGER
                        .atWarn()
                        .addKeyValue("topic", name)
                        .addKeyValue("offset", record.offset())
                        .log("A record that is no schema of ours, sealed by a door, is not used"));
      }
    }
    return found;
  }

  private static Optional<Map.Entry<Integer, Schema>> row(
      ConsumerRecord<byte[], byte[]> record, Doors doors) {
    if (record.key() == null || record.value() == null || !doors.made(record)) {
      return Optional.empty();
    }
    try {
      int id = Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8));
      Schema schema = new Schema.Parser().parse(new String(record.value(), StandardCharsets.UTF_8));
      return Optional.of(Map.entry(id, schema)).filter(_ -> Schemas.isOwn(schema));
    } catch (NumberFormatException | AvroRuntimeException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  /// What is there already stays.
  void add(int id, Schema schema) {
    byId.putIfAbsent(id, schema);
  }

  /// Writes down for good what the topic did not have yet. Returns once the brokers have it.
  ///
  /// @param before what was read from it
  void write(Connection connection, OwnSchemas before) {
    List<Integer> fresh =
        byId.keySet().stream().filter(id -> !before.byId.containsKey(id)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Map<String, Object> properties = new HashMap<>(connection.clientProperties());
    properties.put("acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent =
          fresh.stream().map(id -> producer.send(row(connection, id))).toList();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw AdminCalls.failed("to keep schemas on assent.schemas", e.getCause());
    } catch (InterruptedException e) {
      throw AdminCalls.interrupted(e);
    }
  }

  private ProducerRecord<byte[], byte[]> row(Connection connection, int id) {
    ProducerRecord<byte[], byte[]> row =
        new ProducerRecord<>(
            connection.topics().schemas().name(),
            0,
            Integer.toString(id).getBytes(StandardCharsets.UTF_8),
            schema(id).orElseThrow().toString().getBytes(StandardCharsets.UTF_8));
    connection.doors().seal().seal(row);
    return row;
  }

  OwnSchemas copy() {
    return new OwnSchemas(all());
  }

  /// By id.
  public SortedMap<Integer, Schema> all() {
    return new TreeMap<>(byId);
  }

  Optional<Schema> schema(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// By its text: a schema with another comment has an id of its own.
  Optional<Integer> id(Schema schema) {
    String text = schema.toString();
    return byId.entrySet().stream()
        .filter(row -> row.getValue().toString().equals(text))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
