package dev.assent.notifier;

import static dev.assent.notifier.plan.Facts.LEAD;
import static dev.assent.notifier.plan.Facts.ONCALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.notifier.plan.Facts;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.notification.NotificationOutcome;
import dev.assent.wire.notification.NotificationOutcome.Status;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole service against a real broker, stopped and started between the facts.
class NotifierBrokerTest {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final IntentId INTENT = IntentId.root(77, 77L << 16);

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final List<EmbeddedServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(EmbeddedServer::stop);
  }

  @Test
  void eachMessageIsPrintedAndRecordedOnceAcrossRestarts(@TempDir Path first, @TempDir Path second)
      throws Exception {
    Connection connection = TestBroker.freshTopics();
    Wire wire = AvroWire.connect(connection);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Facts facts = Facts.created(INTENT, now, Facts.question(ONCALL));

    EmbeddedServer server = start(connection, first);
    produce(connection, wire, facts.opened(ONCALL).batches());
    awaitLines(1);
    awaitReady(server);
    server.stop();

    server = start(connection, first);
    produce(connection, wire, last(facts.reminded(1)));
    awaitLines(2);
    server.stop();

    start(connection, second); // the disk is lost: the context comes back from its changelog
    produce(connection, wire, last(facts.escalated(LEAD)));
    produce(connection, wire, last(facts.decided("ada", "approved")));
    awaitLines(5);

    assertThat(lines().get(0)).startsWith("[new approval] SRE Approval");
    assertThat(lines().get(1)).startsWith("[reminder 1 of 3] SRE Approval");
    assertThat(lines().get(2)).startsWith("[escalated to lead] SRE Approval");
    assertThat(lines().subList(3, 5))
        .allMatch(line -> line.startsWith("[approved] ") && line.contains("decided by ada"));
    List<NotificationOutcome> outcomes = awaitOutcomes(connection, wire, 5);
    assertThat(outcomes)
        .extracting(NotificationOutcome::dedupeKey)
        .doesNotHaveDuplicates()
        .hasSize(5);
    assertThat(outcomes).allMatch(one -> one.status() == Status.SENT && one.attempts() == 1);
  }

  private EmbeddedServer start(Connection connection, Path stateDir) {
    EmbeddedServer server =
        NotifierApplication.start(
            TestBroker.settings(connection, stateDir),
            new PrintStream(console, true, StandardCharsets.UTF_8));
    servers.add(server);
    return server;
  }

  private static List<Happened> last(Facts facts) {
    return List.of(facts.batches().getLast());
  }

  private static void produce(Connection connection, Wire wire, List<Happened> batches)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      for (Happened happened : batches) {
        producer
            .send(
                new ProducerRecord<>(
                    connection.topics().events().name(),
                    happened.intent().toString().getBytes(StandardCharsets.US_ASCII),
                    wire.events().encode(happened)))
            .get();
      }
    }
  }

  private void awaitLines(int count) {
    await().atMost(WITHIN).untilAsserted(() -> assertThat(lines()).hasSize(count));
  }

  private List<String> lines() {
    return console.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static void awaitReady(EmbeddedServer server) {
    URI readiness = URI.create("http://127.0.0.1:" + server.getPort() + "/health/readiness");
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(WITHIN)
          .until(
              () ->
                  http.send(
                              HttpRequest.newBuilder(readiness).build(),
                              HttpResponse.BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
  }

  private static List<NotificationOutcome> awaitOutcomes(
      Connection connection, Wire wire, int count) {
    List<NotificationOutcome> outcomes = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(connection.topics().notifications().name()).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .atMost(WITHIN)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(row -> outcomes.add(wire.notifications().decode(row.value())));
                return outcomes.size() >= count;
              });
    }
    return outcomes;
  }
}
