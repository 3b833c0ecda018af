package dev.assent.platform.deadletters;

import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;

import dev.assent.platform.kafka.Clients;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.setup.BrokerSetup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// Lists dead letters and sends them to their origin again.
///
/// A replay is one transaction: the record in its original topic and partition, and a note on the
/// dead-letters topic that says so. Neither is ever there without the other.
public final class DeadLetterBox {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Connection connection;
  private final String topic;
  private final Clock clock;

  public DeadLetterBox(Connection connection, Clock clock) {
    this.connection = connection;
    this.topic = connection.topics().deadLetters().name();
    this.clock = clock;
  }

  /// All that are kept, the oldest first.
  ///
  /// @throws TimeoutException when the broker does not answer within 30 s
  public List<DeadLetter> list() {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    Map<String, Instant> replayed = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> row : readAll()) {
      String note = DeadLetter.text(row.headers(), DeadLetter.REPLAYED);
      if (note.isEmpty()) {
        letters.add(row);
      } else {
        replayed.put(note, Instant.ofEpochMilli(row.timestamp()));
      }
    }
    return letters.stream()
        .map(row -> letter(row, replayed))
        .sorted(
            Comparator.comparing(DeadLetter::at)
                .thenComparingInt(DeadLetter::partition)
                .thenComparingLong(DeadLetter::offset))
        .toList();
  }

  /// Where all letters of one component came from.
  ///
  /// @throws TimeoutException when the broker does not answer within 30 s
  Set<DeadLetter.Origin> origins(String component) {
    return readAll().stream()
        .map(ConsumerRecord::headers)
        .filter(headers -> DeadLetter.text(headers, DeadLetter.COMPONENT).equals(component))
        .map(DeadLetterBox::origin)
        .collect(Collectors.toSet());
  }

  private List<ConsumerRecord<byte[], byte[]>> readAll() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        Clients.reader(connection, Map.of(ISOLATION_LEVEL_CONFIG, "read_committed"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, WITHIN).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return readUpTo(consumer, ends(partitions));
    }
  }

  /// The ends with open transactions: a replay that has just been committed may still look open.
  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(connection, Map.of())) {
      return consumer.endOffsets(partitions, WITHIN);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> readUpTo(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
    Instant deadline = Instant.now().plus(WITHIN);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), WITHIN) < end.getValue())) {
      if (Instant.now().isAfter(deadline)) {
        throw new TimeoutException(
            "expected the dead letters within " + WITHIN.toSeconds() + " s, but there are more");
      }
      ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
      batch.forEach(rows::add);
    }
    return rows;
  }

  private static DeadLetter letter(
      ConsumerRecord<byte[], byte[]> row, Map<String, Instant> replayed) {
    Headers headers = row.headers();
    String id = row.partition() + "-" + row.offset();
    return new DeadLetter(
        row.partition(),
        row.offset(),
        origin(headers),
        DeadLetter.text(headers, DeadLetter.CAUSE),
        DeadLetter.text(headers, DeadLetter.COMPONENT),
        Instant.ofEpochMilli(row.timestamp()),
        Optional.ofNullable(row.key()).map(Bytes::wrap),
        Optional.ofNullable(row.value()).map(Bytes::wrap),
        DeadLetter.withoutOurs(headers),
        Optional.ofNullable(replayed.get(id)));
  }

  private static DeadLetter.Origin origin(Headers headers) {
    return new DeadLetter.Origin(
        DeadLetter.text(headers, DeadLetter.ORIGIN_TOPIC),
        (int) number(headers, DeadLetter.ORIGIN_PARTITION),
        number(headers, DeadLetter.ORIGIN_OFFSET),
        number(headers, DeadLetter.ORIGIN_TIMESTAMP));
  }

  /// -1 when it is missing or no number: a letter that somebody else wrote is listed all the same.
  private static long number(Headers headers, String name) {
    try {
      return Long.parseLong(DeadLetter.text(headers, name));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /// Sends the original bytes to the topic and partition they were read from; to any partition of
  /// the topic, by its key, when they were never in one.
  ///
  /// @throws IllegalArgumentException when the letter does not say where it came from
  public void replay(DeadLetter letter) {
    if (letter.origin().topic().isEmpty()) {
      throw new IllegalArgumentException(
          "expected a dead letter that names its origin, but " + letter.id() + " does not");
    }
    Map<String, Object> properties = connection.clientProperties();
    properties.put(TRANSACTIONAL_ID_CONFIG, "assent-replay-" + UUID.randomUUID());
    properties.put(
        TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(BrokerSetup.LONGEST_TRANSACTION.toMillis()));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(again(letter));
      var _ = producer.send(note(letter));
      producer.commitTransaction(); // fails when either could not be written
    }
  }

  private static ProducerRecord<byte[], byte[]> again(DeadLetter letter) {
    Headers headers = new RecordHeaders(letter.headers().toArray());
    headers.remove(DeadLetter.REPLAY_OF);
    DeadLetter.add(headers, DeadLetter.REPLAY_OF, letter.id());
    int partition = letter.origin().partition();
    return new ProducerRecord<>(
        letter.origin().topic(),
        partition < 0 ? null : partition,
        bytes(letter.key()),
        bytes(letter.value()),
        headers);
  }

  private ProducerRecord<byte[], byte[]> note(DeadLetter letter) {
    Headers headers = new RecordHeaders();
    DeadLetter.add(headers, DeadLetter.REPLAYED, letter.id());
    return new ProducerRecord<>(
        topic, letter.partition(), clock.millis(), bytes(letter.key()), null, headers);
  }

  private static byte @Nullable [] bytes(Optional<Bytes> maybe) {
    return maybe.map(Bytes::get).orElse(null);
  }
}
