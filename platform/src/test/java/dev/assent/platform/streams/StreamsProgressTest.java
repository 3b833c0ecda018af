package dev.assent.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.platform.kafka.ProgressWatch;
import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Kafka Streams application at a real broker: what is standing still and what is not.
class StreamsProgressTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(40);

  private final CountDownLatch hang = new CountDownLatch(1);
  private Connection connection;
  private Admin admin;
  private String topic;
  private KafkaStreams streams;
  private ProgressWatch watch;

  @BeforeEach
  void connect() throws Exception {
    connection = TestBroker.freshTopics();
    admin = Admin.create(connection.clientProperties());
    topic = connection.topics().commands().name();
    start();
  }

  @AfterEach
  void close() {
    hang.countDown();
    stop();
    admin.close();
  }

  private void start() {
    Properties settings = new Properties();
    settings.putAll(connection.clientProperties());
    String group = connection.topicPrefix() + "progress";
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, connection.localStores().toString());
    settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
    Topology topology = new Topology();
    topology.addSource("in", Serdes.String().deserializer(), Serdes.String().deserializer(), topic);
    topology.addProcessor("work", () -> (Processor<String, String, Void, Void>) this::work, "in");
    streams = new KafkaStreams(topology, settings);
    StreamsProgress progress = new StreamsProgress(streams, admin, group, _ -> false);
    streams.setUncaughtExceptionHandler(
        _ -> {
          progress.died();
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
    watch = ProgressWatch.start("progress-test", PATIENCE, progress);
  }

  private void stop() {
    watch.close();
    streams.close(Duration.ofSeconds(10));
  }

  private void work(Record<String, String> record) {
    switch (record.value()) {
      case "breaks" -> throw new AssertionError("as it is meant to");
      case "hangs" -> {
        try {
          var _ = hang.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      default -> {
        // done
      }
    }
  }

  private void send(String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.transactional(connection)) {
      producer.beginTransaction();
      producer
          .send(new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8)))
          .get(10, TimeUnit.SECONDS);
      producer.commitTransaction();
    }
  }

  private void awaitStandingAt(String place) {
    await()
        .dontCatchUncaughtExceptions()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(watch.standing())
                    .extracting(Object::toString)
                    .anySatisfy(text -> assertThat(text).startsWith(place)));
  }

  @Test
  void aRecordThatBreaksItsThreadEachTime_isStoodAt_alsoAfterARestart() throws Exception {
    send("good"); // offset 0, its transaction's marker 1
    await().dontCatchUncaughtExceptions().atMost(SOON).until(watch::proven);
    assertThat(watch.standing()).isEmpty();

    send("breaks");
    awaitStandingAt(topic + "-0 stands still at offset ");

    stop();
    start();
    awaitStandingAt(topic + "-0 stands still at offset ");
  }

  @Test
  void aRecordThatHangs_isStoodAt() throws Exception {
    send("good");
    await().dontCatchUncaughtExceptions().atMost(SOON).until(watch::proven);

    send("hangs");

    awaitStandingAt(topic + "-0 stands still at offset ");
  }

  /// What lies at the end then is a marker, which nobody ever commits.
  @Test
  void whatIsReadToItsEnd_doesNotStandStill_alsoAfterARestart() throws Exception {
    send("good");
    await().dontCatchUncaughtExceptions().atMost(SOON).until(watch::proven);

    stop();
    start();
    await().dontCatchUncaughtExceptions().atMost(SOON).until(watch::proven);
    await().during(PATIENCE.multipliedBy(2)).atMost(SOON).until(() -> watch.standing().isEmpty());
  }
}
