package dev.assent.lifecycle;

import static dev.assent.lifecycle.SampleIntents.AGENT;
import static dev.assent.lifecycle.SampleIntents.agent;
import static dev.assent.lifecycle.SampleIntents.delayed;
import static dev.assent.lifecycle.SampleIntents.intent;
import static dev.assent.lifecycle.SampleIntents.noise;
import static dev.assent.lifecycle.SampleIntents.service;
import static dev.assent.lifecycle.SampleIntents.submit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Json;
import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetterBox;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

/// The service as it runs: a real broker, a real registry, transactions, HTTP.
class LifecycleApplicationIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static Connection connection;
  private static AvroWire wire;
  private static EmbeddedServer service;
  private static KafkaCommandBus bus;

  @BeforeAll
  static void start() throws Exception {
    connection = TestBroker.freshTopics();
    wire = AvroWire.connect(connection);
    service = startService();
    awaitReady();
    bus = KafkaCommandBus.start(connection, wire);
  }

  @AfterAll
  static void stop() throws Exception {
    bus.close();
    service.stop();
  }

  private static EmbeddedServer startService() {
    Map<String, Object> settings = TestBroker.settings(connection, connection.stateDir());
    settings.put("assent.open-metrics", true);
    return LifecycleApplication.start(settings);
  }

  private static void awaitReady() {
    await()
        .atMost(SOON)
        .until(() -> service.getApplicationContext().getBean(LifecycleEngine.class).ready());
  }

  @Test
  void commands_areAnsweredOnceTheyAreCommitted_andTheServiceTellsHowItIs() throws Exception {
    IntentId intent = intent();

    Result submitted = ask(service(), intent, submit(delayed(Duration.ofHours(1))));

    assertThat(submitted).isInstanceOf(Result.Accepted.class);
    assertThat(committed(connection.topics().events().name(), wire.events()))
        .filteredOn(happened -> happened.intent().equals(intent))
        .hasSize(1);
    assertThat(get("/health/readiness")).contains("\"status\":\"UP\"");
    assertThat(get("/health/liveness")).contains("\"status\":\"UP\"");
    assertThat(get("/prometheus"))
        .contains("assent_commands_total{answer=\"accepted\"}")
        .contains("assent_timers_lateness_seconds_bucket")
        .contains("kafka_stream_");
  }

  @Test
  void aDueTimer_firesByItself() throws Exception {
    IntentId intent = intent();

    ask(service(), intent, submit(delayed(Duration.ofMillis(200))));

    await()
        .atMost(SOON)
        .until(
            () ->
                committed(connection.topics().events().name(), wire.events()).stream()
                    .filter(happened -> happened.intent().equals(intent))
                    .anyMatch(happened -> happened.door() == Door.TIMER));
  }

  @Test
  void whileNothingIsDue_nothingIsCommitted() throws Exception {
    ask(service(), intent(), submit(delayed(Duration.ofHours(1))));

    long[] before = {-1};
    await("a second without a transaction")
        .atMost(SOON)
        .during(Duration.ofSeconds(1))
        .until(
            () -> {
              long written = transactionLogEnd();
              boolean quiet = written == before[0];
              before[0] = written;
              return quiet;
            });
  }

  @Test
  void garbage_isADeadLetter_andTheIntentsBehindItGoOn() throws Exception {
    for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
      try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
        for (byte[] garbage : new byte[][] {{1, 2, 3}, {0, 0x7f, 0, 0, 1, 9}}) {
          ProducerRecord<byte[], byte[]> record =
              new ProducerRecord<>(connection.topics().commands().name(), partition, null, garbage);
          connection.doors().seal().seal(record);
          producer.send(record).get(10, TimeUnit.SECONDS);
        }
      }
    }

    assertThat(ask(service(), intent(), submit(delayed(Duration.ofHours(1)))))
        .isInstanceOf(Result.Accepted.class);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(deadLetters())
                    .filteredOn(
                        letter ->
                            letter.origin().topic().equals(connection.topics().commands().name()))
                    .extracting(DeadLetter::cause)
                    .hasSize(2 * TestBroker.PARTITIONS)
                    .anySatisfy(cause -> assertThat(cause).contains("byte 0"))
                    .anySatisfy(cause -> assertThat(cause).contains("schema")));
  }

  @Test
  void aDelivery_goesToTheAgentsTopic_andToTheDeadLettersWhereThereIsNone() throws Exception {
    AgentAddress nobody = new AgentAddress("local", "default", "nobody");
    assertThat(ask(service(), intent(), submit(agent(nobody)))).isInstanceOf(Result.Accepted.class);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(deadLetters())
                    .anySatisfy(
                        letter ->
                            assertThat(letter.origin().topic())
                                .isEqualTo(connection.topics().agent(nobody).name())));

    TopicSetup.ensureAgentTopic(connection, AGENT);
    IntentId intent = intent();
    assertThat(ask(service(), intent, submit(agent(AGENT)))).isInstanceOf(Result.Accepted.class);
    List<Delivery> deliveries =
        committed(connection.topics().agent(AGENT).name(), wire.deliveries());
    assertThat(deliveries).extracting(Delivery::intent).contains(intent);
  }

  @Test
  void aDeliveryThatItsTopicRefuses_isADeadLetter_andEveryOtherGoesOn() throws Exception {
    AgentAddress small = agentWith("small", Map.of("max.message.bytes", "600"));
    AgentAddress late = agentWith("late", Map.of("message.timestamp.before.max.ms", "0"));
    List<IntentId> tooLarge = submitted(small, 2_000);
    List<IntentId> taken = submitted(small, 10);
    List<IntentId> tooLate = submitted(late, 10);

    assertThat(deliveredTo(small)).containsAll(taken).doesNotContainAnyElementsOf(tooLarge);
    assertThat(deliveredTo(late)).isEmpty();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(deadFor(small, "max.message.bytes is 600"))
                  .containsExactlyInAnyOrderElementsOf(tooLarge);
              assertThat(deadFor(late, "a broker refused it"))
                  .containsExactlyInAnyOrderElementsOf(tooLate);
              assertThat(behind()).isZero();
            });
    assertThat(get("/prometheus"))
        .contains("assent_dead_letters_total{cause=\"agent_topic_refuses\"}");

    set(small, "max.message.bytes", "5000");
    await("a topic that was mended")
        .atMost(SOON)
        .until(
            () -> {
              IntentId intent = intent();
              ask(service(), intent, submit(agent(small), noise(2_000)));
              return deliveredTo(small).contains(intent);
            });
  }

  /// Some intents in each partition, all at once, with an agent's step each.
  ///
  /// @param letters of the payload
  private static List<IntentId> submitted(AgentAddress agent, int letters) throws Exception {
    List<IntentId> intents = new ArrayList<>();
    List<CompletableFuture<Result>> answers = new ArrayList<>();
    for (int i = 0; i < 4 * TestBroker.PARTITIONS; i++) {
      intents.add(intent());
      answers.add(send(service(), intents.getLast(), submit(agent(agent), noise(letters))));
    }
    for (CompletableFuture<Result> answer : answers) {
      assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(Result.Accepted.class);
    }
    return intents;
  }

  private static AgentAddress agentWith(String name, Map<String, String> settings)
      throws Exception {
    AgentAddress agent = new AgentAddress("local", "default", name);
    TopicSetup.ensureAgentTopic(connection, agent);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      set(agent, setting.getKey(), setting.getValue());
    }
    return agent;
  }

  /// As an operator does it.
  private static void set(AgentAddress agent, String name, String value) throws Exception {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, connection.topics().agent(agent).name());
    try (Admin admin = Admin.create(connection.clientProperties())) {
      AlterConfigOp change =
          new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get(10, TimeUnit.SECONDS);
    }
  }

  private static List<IntentId> deliveredTo(AgentAddress agent) {
    return committed(connection.topics().agent(agent).name(), wire.deliveries()).stream()
        .map(Delivery::intent)
        .toList();
  }

  /// Whose deliveries to an agent are dead letters, by the letters' keys.
  private static List<IntentId> deadFor(AgentAddress agent, String cause) {
    return deadLetters().stream()
        .filter(letter -> letter.origin().topic().equals(connection.topics().agent(agent).name()))
        .filter(letter -> letter.cause().contains(cause))
        .map(letter -> IntentId.parse(new String(letter.key().orElseThrow().get(), UTF_8)))
        .toList();
  }

  /// Commands that the processor has not committed.
  private static long behind() throws Exception {
    String group = connection.topicPrefix() + "assent-lifecycle";
    try (Admin admin = Admin.create(connection.clientProperties())) {
      Map<TopicPartition, OffsetAndMetadata> done =
          admin
              .listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()))
              .partitionsToOffsetAndMetadata(group)
              .get(10, TimeUnit.SECONDS);
      done.keySet()
          .removeIf(partition -> !partition.topic().equals(connection.topics().commands().name()));
      assertThat(done).hasSize(TestBroker.PARTITIONS);
      Map<TopicPartition, Long> ends;
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              connection.clientProperties(),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        ends = consumer.endOffsets(done.keySet());
      }
      return done.entrySet().stream()
          .mapToLong(one -> ends.getOrDefault(one.getKey(), 0L) - one.getValue().offset())
          .sum();
    }
  }

  @Test
  void afterARestart_intentsGoOnWhereTheyWere_andLateTimersFire() throws Exception {
    IntentId late = intent();
    IntentId open = intent();
    ask(service(), late, submit(delayed(Duration.ofMillis(500))));
    ask(service(), open, submit(delayed(Duration.ofHours(1))));

    service.stop();
    service = startService();
    awaitReady();

    await()
        .atMost(SOON)
        .until(
            () ->
                committed(connection.topics().events().name(), wire.events()).stream()
                    .filter(happened -> happened.intent().equals(late))
                    .anyMatch(happened -> happened.door() == Door.TIMER));
    Result canceled =
        ask(service(), open, new Command.Resolve(Status.CANCELED, Json.EMPTY, "enough"));
    assertThat(canceled).isInstanceOf(Result.Accepted.class);
  }

  @Test
  void afterDamageToItsDisk_everyIntentIsThere_andEveryTimerFires() throws Exception {
    List<IntentId> open = new ArrayList<>();
    List<IntentId> late = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      open.add(intent());
      late.add(intent());
      ask(service(), open.getLast(), submit(delayed(Duration.ofHours(1))));
      ask(service(), late.getLast(), submit(delayed(Duration.ofSeconds(5))));
    }

    service.stop();
    damage(connection.localStores());
    service = startService();
    awaitReady();

    for (IntentId intent : open) {
      assertThat(ask(service(), intent, new Command.Resolve(Status.CANCELED, Json.EMPTY, "enough")))
          .isInstanceOf(Result.Accepted.class);
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                committed(connection.topics().events().name(), wire.events()).stream()
                    .filter(happened -> happened.door() == Door.TIMER)
                    .map(Happened::intent)
                    .toList()
                    .containsAll(late));
  }

  /// A bit of every second kilobyte of every table.
  private static void damage(Path stores) throws IOException {
    int damaged = 0;
    try (Stream<Path> files = Files.walk(stores)) {
      for (Path table : files.filter(file -> file.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(table);
        for (int at = 500; at < bytes.length; at += 2_000) {
          bytes[at] ^= 1;
          damaged++;
        }
        Files.write(table, bytes);
      }
    }
    assertThat(damaged).isPositive();
  }

  private static Result ask(Principal actor, IntentId intent, Command command) throws Exception {
    return send(actor, intent, command).get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private static CompletableFuture<Result> send(Principal actor, IntentId intent, Command command) {
    return bus.send(
        new Asked(
            new CommandId(UUID.randomUUID()),
            intent,
            Instant.now(),
            actor,
            Door.GATEWAY,
            Optional.empty(),
            Optional.empty(),
            command));
  }

  private static long transactionLogEnd() {
    String topic = "__transaction_state";
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static List<DeadLetter> deadLetters() {
    return new DeadLetterBox(connection, Clock.systemUTC()).list();
  }

  private static <T> List<T> committed(String topic, Codec<T> codec) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<T> values = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(codec.decode(record.value()));
        }
      }
      return values;
    }
  }

  private static String get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(service.getURL() + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
