package dev.assent.lifecycle.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The consumer as Kafka Streams uses it, on a real broker.
class BoundedConsumerBrokerTest {
  private static final int RECORDS = 300;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  private static Connection connection;
  private static TopicPartition commands;
  private static TopicPartition submissions;
  private static TopicPartition reports;
  private static TopicPartition otherCommands;
  private static TopicPartition otherSubmissions;

  private final Set<TopicPartition> idle = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void write() throws Exception {
    connection = TestBroker.freshTopics();
    commands = new TopicPartition(connection.topics().commands().name(), 0);
    submissions = new TopicPartition(connection.topics().submissions().name(), 0);
    reports = new TopicPartition(connection.topics().reports().name(), 0);
    otherCommands = new TopicPartition(commands.topic(), 1);
    otherSubmissions = new TopicPartition(submissions.topic(), 1);
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      for (int i = 0; i < RECORDS; i++) {
        var _ = producer.send(record(commands));
      }
    }
  }

  @AfterEach
  void asEver() {
    Quiet.ofThisThread(new Quiet(System::nanoTime, Quiet.LONGEST));
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

      start(consumer, List.of(commands, submissions), List.of(submissions));
      pollUntil(RECORDS, consumer, handedOut, deadline);
    }

    List<Long> passedOver = new ArrayList<>(LongStream.range(0, RECORDS).boxed().toList());
    passedOver.removeAll(handedOut);
    assertThat(passedOver).isEmpty();
    assertThat(handedOut).isSorted().doesNotHaveDuplicates();
  }

  /// Nothing else would end a wait of ten minutes.
  @Test
  @Timeout(60)
  void aRecordOfAPublicTopic_endsTheWait() throws Exception {
    Quiet.ofThisThread(quiet(Duration.ofMinutes(10)));
    try (BoundedConsumer consumer = consumer();
        KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      start(consumer, List.of(reports), List.of(reports));
      consumer.seek(reports, 0);
      await().atMost(SOON).until(() -> consumer.poll(POLL).isEmpty() && idle.contains(reports));
      Quiet.ofThisThread(quiet(Duration.ofMinutes(10)));
      ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
      later.schedule(() -> producer.send(record(reports)), 300, TimeUnit.MILLISECONDS);

      assertThat(consumer.poll(POLL).records(reports)).hasSize(1);
      later.shutdown();
    }
  }

  /// Rung in every moment there is, also in those in which the wait is over by itself.
  @Test
  @Timeout(120)
  void whateverEndsItsWaits_everyRecordOfBothTopicsIsHandedOutOnce() throws Exception {
    int each = 2_000;
    Quiet.ofThisThread(quiet(Duration.ofMillis(3)));
    List<Long> ofCommands = new ArrayList<>();
    List<Long> ofSubmissions = new ArrayList<>();
    try (BoundedConsumer consumer = consumer();
        KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      start(consumer, List.of(otherCommands, otherSubmissions), List.of(otherSubmissions));
      consumer.seek(otherCommands, 0);
      consumer.seek(otherSubmissions, 0);
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < each; i++) {
                      producer.send(record(otherCommands));
                      producer.send(record(otherSubmissions));
                      LockSupport.parkNanos(1_000_000);
                    }
                    producer.flush();
                  });
      while (ofCommands.size() < each || ofSubmissions.size() < each) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(1));
        offsets(records, otherCommands).forEach(ofCommands::add);
        for (long offset : offsets(records, otherSubmissions).toList()) {
          ofSubmissions.add(offset);
          HandedOut.ofThisThread().processed(otherSubmissions.topic(), 1, offset);
        }
      }
      writer.join();
    }

    assertThat(outOfTurn(ofCommands)).isEmpty();
    assertThat(outOfTurn(ofSubmissions)).isEmpty();
  }

  /// As Kafka Streams does it with a task's partitions.
  private static void start(
      BoundedConsumer consumer, List<TopicPartition> assigned, List<TopicPartition> read) {
    consumer.assign(assigned);
    consumer.pause(read);
    consumer.resume(read);
  }

  /// Where one is missing, or comes twice.
  private static List<String> outOfTurn(List<Long> offsets) {
    return IntStream.range(1, offsets.size())
        .filter(i -> offsets.get(i) != offsets.get(i - 1) + 1)
        .mapToObj(i -> offsets.get(i - 1) + " then " + offsets.get(i))
        .toList();
  }

  /// One whose thread has nothing to do from the start.
  private static Quiet quiet(Duration longest) {
    AtomicLong now = new AtomicLong();
    Quiet quiet = new Quiet(now::get, longest);
    now.addAndGet(Quiet.AFTER.toNanos());
    return quiet;
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition to) {
    return new ProducerRecord<>(to.topic(), to.partition(), null, new byte[] {1});
  }

  private static Stream<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition of) {
    return records.records(of).stream().map(ConsumerRecord::offset);
  }

  /// As Kafka Streams does it.
  private static void pollUntil(
      int records, BoundedConsumer consumer, List<Long> handedOut, long deadline) {
    while (handedOut.size() < records
        && !handedOut.contains(RECORDS - 1L)
        && System.nanoTime() < deadline) {
      try {
        offsets(consumer.poll(POLL), commands).forEach(handedOut::add);
      } catch (InvalidOffsetException e) {
        consumer.seekToBeginning(e.partitions());
      }
    }
  }

  private BoundedConsumer consumer() {
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
            Set.of(submissions.topic(), reports.topic()),
            _ -> Optional.empty(),
            _ -> {},
            idle));
    BoundedConsumer consumer = new BoundedConsumer();
    consumer.wrapConsumer(plain, config, Optional.empty());
    return consumer;
  }
}
