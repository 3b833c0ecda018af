package dev.assent.lifecycle.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/// The consumer as Kafka Streams uses it, on a real broker.
class BoundedConsumerBrokerTest {
  private static final int RECORDS = 300;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  private static Connection connection;
  private static TopicPartition commands;
  private static TopicPartition submissions;

  @BeforeAll
  static void write() throws Exception {
    connection = TestBroker.freshTopics();
    commands = new TopicPartition(connection.topics().commands().name(), 0);
    submissions = new TopicPartition(connection.topics().submissions().name(), 0);
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      for (int i = 0; i < RECORDS; i++) {
        var _ = producer.send(new ProducerRecord<>(commands.topic(), 0, null, new byte[] {1}));
      }
    }
  }

  /// A processor that takes over a partition of a public topic of which nothing was committed yet:
  /// Kafka Streams is told so by an exception, and goes on polling.
  @RepeatedTest(5)
  void whatCannotBeReadYet_costsNoRecordOfAnotherTopic() {
    List<Long> handedOut = new ArrayList<>();
    try (BoundedConsumer consumer = consumer()) {
      consumer.assign(List.of(commands));
      consumer.seek(commands, 0);
      long deadline = System.nanoTime() + SOON.toNanos();
      pollUntil(1, consumer, handedOut, deadline);

      consumer.assign(List.of(commands, submissions));
      consumer.pause(List.of(submissions));
      consumer.resume(List.of(submissions));
      pollUntil(RECORDS, consumer, handedOut, deadline);
    }

    List<Long> passedOver = new ArrayList<>(LongStream.range(0, RECORDS).boxed().toList());
    passedOver.removeAll(handedOut);
    assertThat(passedOver).isEmpty();
    assertThat(handedOut).isSorted().doesNotHaveDuplicates();
  }

  /// As Kafka Streams does it.
  private static void pollUntil(
      int records, BoundedConsumer consumer, List<Long> handedOut, long deadline) {
    while (handedOut.size() < records
        && !handedOut.contains(RECORDS - 1L)
        && System.nanoTime() < deadline) {
      try {
        consumer.poll(POLL).records(commands).stream()
            .map(ConsumerRecord::offset)
            .forEach(handedOut::add);
      } catch (InvalidOffsetException e) {
        consumer.seekToBeginning(e.partitions());
      }
    }
  }

  private static BoundedConsumer consumer() {
    Map<String, Object> config = connection.clientProperties();
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, connection.topicPrefix() + UUID.randomUUID());
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    AsyncKafkaConsumer<byte[], byte[]> plain =
        new AsyncKafkaConsumer<>(
            new ConsumerConfig(config),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Optional.empty());
    config.put(
        BoundedConsumer.SOURCE,
        new BoundedConsumer.Source(
            connection,
            Set.of(submissions.topic()),
            _ -> Optional.empty(),
            _ -> {},
            ConcurrentHashMap.newKeySet()));
    BoundedConsumer consumer = new BoundedConsumer();
    consumer.wrapConsumer(plain, config, Optional.empty());
    return consumer;
  }
}
