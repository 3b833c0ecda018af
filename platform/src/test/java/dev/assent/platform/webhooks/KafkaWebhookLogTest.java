package dev.assent.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Json;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaWebhookLogTest {
  private static Instant now;
  private static Connection connection;
  private static Wire wire;
  private static KafkaWebhookLog log;

  @BeforeAll
  static void start() throws Exception {
    now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    connection = TestBroker.freshTopics();
    wire = AvroWire.connect(connection);
    log = new KafkaWebhookLog(connection, wire);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  private static WebhookEvent event(String what, Instant at) {
    return WebhookEvent.of(
        new Workspace("acme", "prod"),
        "agent://acme/prod/bot",
        WebhookEvent.Type.THREAD_CREATED,
        at,
        what,
        new Json("{\"what\":\"" + what + "\"}"));
  }

  private static <T> T done(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static Optional<WebhookEvent> find(UUID id) {
    return done(log.find(id));
  }

  @Test
  void whatWasAppendedIsFoundByItsId() {
    IntStream.range(0, 50).forEach(i -> done(log.append(event("n" + i, now.plusMillis(i % 7)))));

    IntStream.range(0, 50)
        .mapToObj(i -> event("n" + i, now.plusMillis(i % 7)))
        .forEach(event -> assertThat(find(event.id())).contains(event));
  }

  @Test
  void whatWasNeverAppendedIsNotFound() {
    done(log.append(event("another", now)));

    assertThat(find(WebhookEvent.id(now, Hash.of("never")))).isEmpty();
    assertThat(find(WebhookEvent.id(now.plus(Duration.ofDays(1)), Hash.of("late")))).isEmpty();
    assertThat(find(WebhookEvent.id(now.minus(Duration.ofDays(9)), Hash.of("early")))).isEmpty();
    assertThat(find(UUID.randomUUID())).isEmpty();
  }

  @Test
  void aReplayIsOneMoreRecord_andTheEventIsFoundAsItWasFirst() {
    WebhookEvent event = event("replayed", now);
    done(log.append(event));
    done(log.append(event.replayed(now.plusSeconds(5))));

    assertThat(find(event.id())).contains(event);
  }

  /// A notifier that was down for a while matches late what happened early.
  @Test
  void anEventIsFoundBehindLaterOnes() throws Exception {
    Instant early = now.minus(Duration.ofHours(3));
    WebhookEvent event = event("early", early);
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
        producer
            .send(
                new ProducerRecord<>(
                    connection.topics().webhooks().name(),
                    partition,
                    now.minus(Duration.ofHours(1)).toEpochMilli(),
                    KafkaWebhookLog.key(UUID.randomUUID()),
                    wire.webhooks().encode(event("between", now))))
            .get();
      }
    }
    done(log.append(event));

    assertThat(find(event.id())).contains(event);
  }
}
