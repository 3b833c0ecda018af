package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.testing.kafka.KafkaRawBatches;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Batches that are small on the public topics and huge when they are read: the others' requests go
/// on meanwhile, and the dead letters tell where the bombs lie.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BombsIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private PublicTopics topics;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    topics = PublicTopics.start(folder);
  }

  @AfterAll
  void stop() {
    topics.close();
  }

  private void throwIn(String topic, MemoryRecords bomb) throws Exception {
    TopicPartition to = new TopicPartition(topic, PublicTopics.PARTITIONS - 1);
    assertThat(bomb.sizeInBytes()).as("on the topic").isLessThan(1_048_588);
    assertThat(KafkaRawBatches.produce(topics.connection.clientProperties(), leader(), to, bomb))
        .isEqualTo(Errors.NONE);
  }

  private Node leader() throws Exception {
    try (Admin admin = Admin.create(topics.connection.clientProperties())) {
      return admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).iterator().next();
    }
  }

  /// In the bombs' own partition, behind them.
  private void aStepIsDoneThroughKafka() throws Exception {
    PublicRequest.Submit request = topics.request();
    topics.submit(request);
    Delivery delivery = topics.delivery(topics.answer(request));
    PublicRequest.Report report = PublicTopics.complete(delivery);
    topics.report(report);
    assertThat(topics.answer(report)).isInstanceOf(Result.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource({"gzip, 300000000", "snappy, 19000000", "lz4, 200000000", "zstd, 300000000"})
  void oneHugeRecord_isADeadLetter_andTheOthersGoOn(String codec, int bytes) throws Exception {
    for (String topic : publicTopics()) {
      throwIn(topic, KafkaRawBatches.zeros(codec, 1, bytes));
    }

    aStepIsDoneThroughKafka();
    for (String topic : publicTopics()) {
      awaitLetter(topic, "decompressed");
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, 800", "snappy, 18", "lz4, 200", "zstd, 800"})
  void manyRecordsJustBelowTheLimit_areDeadLetters_andTheOthersGoOn(String codec, int records)
      throws Exception {
    for (String topic : publicTopics()) {
      throwIn(topic, KafkaRawBatches.zeros(codec, records, 999_000));
    }

    aStepIsDoneThroughKafka();
  }

  @ParameterizedTest
  @CsvSource({"gzip, 400000", "snappy, 60000", "lz4, 100000", "zstd, 1000000"})
  void veryManySmallRecords_areOneDeadLetter_andTheOthersGoOn(String codec, int records)
      throws Exception {
    for (String topic : publicTopics()) {
      throwIn(topic, KafkaRawBatches.zeros(codec, records, 0));
    }

    aStepIsDoneThroughKafka();
    for (String topic : publicTopics()) {
      awaitLetter(topic, "has " + records);
    }
  }

  @Test
  void aSchemaThatNobodyKnows_isADeadLetter_andTheOthersGoOn() throws Exception {
    for (int i = 0; i < 200; i++) {
      byte[] unknown = ByteBuffer.allocate(8).put((byte) 0).putInt(900_000 + i).array();
      topics.send(topics.connection.topics().reports().name(), unknown, Optional.empty());
    }

    aStepIsDoneThroughKafka();
    awaitLetter(topics.connection.topics().reports().name(), "none with id 900199");
  }

  private List<String> publicTopics() {
    return List.of(
        topics.connection.topics().submissions().name(),
        topics.connection.topics().reports().name());
  }

  private void awaitLetter(String topic, String cause) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(letters()).anyMatch(l -> l.contains(topic) && l.contains(cause)));
  }

  /// Their topics and causes, without their bytes.
  private List<String> letters() {
    List<String> letters = new ArrayList<>();
    Map<String, Object> properties = topics.connection.readerProperties();
    properties.put("max.poll.records", 10);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      String topic = topics.connection.topics().deadLetters().name();
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
          letters.add(header(letter, "assent.origin.topic") + " " + header(letter, "assent.cause"));
        }
      }
    }
    return letters;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
