package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.contract.Result;
import dev.assent.standalone.CommandRun;
import dev.assent.wire.submissions.PublicRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What `assent doctor` says of a whole node whose topics somebody holds up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private PublicTopics topics;
  private Path data;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    data = folder;
    topics = PublicTopics.start(folder);
  }

  @AfterAll
  void stop() {
    topics.close();
  }

  private KafkaProducer<byte[], byte[]> producer(String id, int timeoutMillis) throws Exception {
    return topics.producer(Map.of("transactional.id", id, "transaction.timeout.ms", timeoutMillis));
  }

  @Test
  void aTransactionThatCouldStayOpenForLong_isRefused() throws Exception {
    try (KafkaProducer<byte[], byte[]> patient = producer("patient", 40_000)) {
      assertThatThrownBy(patient::initTransactions)
          .hasMessageContaining("transaction.max.timeout.ms");
    }
  }

  @Test
  void anOpenOne_isNamedByDoctor_andHoldsOthersUpNoLongerThanItsTimeout() throws Exception {
    try (KafkaProducer<byte[], byte[]> other = producer("somebody-elses", 10_000)) {
      other.initTransactions();
      other.beginTransaction();
      other
          .send(
              new ProducerRecord<>(
                  topics.connection.topics().submissions().name(),
                  PublicTopics.PARTITIONS - 1,
                  null,
                  new byte[] {1}))
          .get(10, TimeUnit.SECONDS);
      PublicRequest.Submit request = topics.request();
      topics.submit(request);

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(found("open transaction"))
                      .contains("somebody-elses")
                      .contains("assent.submissions-" + (PublicTopics.PARTITIONS - 1))
                      .contains("since"));
      assertThat(topics.answer(request)).isInstanceOf(Result.Accepted.class);
      assertThat(found("transactions")).contains("10s");
      assertThat(found("open transaction")).as("it was aborted").isEmpty();
      assertThat(found("assent-lifecycle")).contains("records behind");
    }
  }

  @Test
  void aTopicThatTakesLessThanWeMayWrite_isNamed() throws Exception {
    String lowered = topics.connection.topics().audit().name();
    assertThat(found("record size")).isEmpty();
    try (Admin admin = Admin.create(topics.connection.clientProperties())) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, lowered);
      ConfigEntry small = new ConfigEntry("max.message.bytes", "1000000");
      set(admin, topic, new AlterConfigOp(small, AlterConfigOp.OpType.SET));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(found(ExitCode.FAILED, "record size"))
                      .contains(lowered)
                      .contains("1000000"));
      ConfigEntry usual = new ConfigEntry("max.message.bytes", "1048588");
      set(admin, topic, new AlterConfigOp(usual, AlterConfigOp.OpType.SET));
      await().atMost(SOON).untilAsserted(() -> assertThat(found("record size")).isEmpty());
    }
  }

  private static void set(Admin admin, ConfigResource topic, AlterConfigOp change)
      throws Exception {
    admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aGroupThatDoesNotMove_isNamedWithThePlace() throws Exception {
    PublicRequest.Submit request = topics.request();
    topics.submit(request);
    topics.answer(request);
    TopicPartition partition =
        new TopicPartition(
            topics.connection.topics().submissions().name(), PublicTopics.PARTITIONS - 1);
    Map<String, Object> properties = topics.connection.clientProperties();
    properties.put("group.id", "assent-stuck");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(partition.topic()));
      await()
          .atMost(SOON)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200));
                return consumer.assignment().contains(partition);
              });
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));

      assertThat(found("assent-stuck")).contains(partition + " stands still at offset 0");
    }
    assertThat(found("assent-lifecycle")).contains("records behind");
  }

  private String found(String check) throws Exception {
    return found(ExitCode.DONE, check);
  }

  private String found(ExitCode expected, String check) throws Exception {
    JsonNode doctor =
        CommandRun.of("--json", "--data", data.toString(), "doctor").document(expected);
    for (JsonNode one : doctor.path("checks")) {
      if (one.path("name").asText().equals(check)) {
        return one.path("found").asText() + one.path("advice").asText();
      }
    }
    return "";
  }
}
