package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.NodeFiles;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Delivery;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.door.DeadLetter;
import dev.assent.door.DeadLetterBox;
import dev.assent.door.SubmissionSigner;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeOptions;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Codec;
import dev.assent.wire.Connection;
import dev.assent.wire.PublicRequest;
import dev.assent.wire.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole node and plain Kafka clients: a service that submits, an agent that reports.
class KafkaDoorsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int PARTITIONS = 4;

  @TempDir static Path folder;

  private static Node node;
  private static Connection connection;
  private static AvroWire wire;
  private static KafkaProducer<byte[], byte[]> producer;
  private static DemoScenario scenario;
  private static SubmissionSigner signer;

  @BeforeAll
  static void start() throws Exception {
    node =
        Node.start(
            new NodeOptions(folder, 0, 0, 0, 0, PARTITIONS, false),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    NodeFiles.Node place = node.files().node().orElseThrow();
    Map<String, String> settings =
        Map.of(
            "assent.kafka.bootstrap-servers", place.bootstrapServers(),
            "assent.registry.url", place.registryUrl());
    connection = Connection.read(name -> Optional.ofNullable(settings.get(name)), Map.of());
    wire = AvroWire.connect(connection);
    producer =
        new KafkaProducer<>(
            connection.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    scenario = DemoScenario.load();
    signer = SubmissionSigner.of(keys().initiatorKey());
    gateway().post("/v1/scenarios/apply", scenario.bundle()); // its agent and its type's policy
  }

  @AfterAll
  static void stop() {
    producer.close();
    node.close();
  }

  private static NodeFiles.Keys keys() throws Exception {
    return node.files().keys().orElseThrow();
  }

  private static DemoClient gateway() throws Exception {
    return new DemoClient(node.files().node().orElseThrow().gatewayUrl(), keys().initiatorKey());
  }

  private static AgentAddress agent() {
    return new AgentAddress("local", "default", scenario.agent());
  }

  private static PublicRequest.Submit request() {
    return PublicRequest.Submit.of(
        UUID.randomUUID(),
        scenario.bundle().at("/intent/type").asText(),
        scenario.agent(),
        "{\"target\":\"db-1\"}");
  }

  /// Without a key, in a partition of the sender's liking.
  private static void send(String topic, byte[] value, Optional<SubmissionSigner> by)
      throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, PARTITIONS - 1, null, value);
    by.ifPresent(s -> s.sign(record));
    producer.send(record).get(30, TimeUnit.SECONDS);
  }

  private static void submit(PublicRequest.Submission request) throws Exception {
    byte[] value = wire.submissions().encode(request);
    send(connection.topics().submissions().name(), value, Optional.of(signer));
  }

  private static void report(PublicRequest.Report report) throws Exception {
    send(connection.topics().reports().name(), wire.reports().encode(report), Optional.empty());
  }

  private static Result answer(PublicRequest request) {
    return await()
        .atMost(SOON)
        .until(() -> answers(request), answers -> !answers.isEmpty())
        .getFirst();
  }

  /// Those that are there by now.
  private static List<Result> answers(PublicRequest request) {
    List<Result> mine = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : committed(connection.topics().results().name())) {
      if (new String(record.key(), StandardCharsets.UTF_8).equals(request.requestId().toString())) {
        mine.add(wire.results().decode(record.value()));
      }
    }
    return mine;
  }

  private static Rejection.Code refusal(PublicRequest request) {
    Result answer = answer(request);
    assertThat(answer).isInstanceOf(Result.Rejected.class);
    return ((Result.Rejected) answer).rejection().code();
  }

  private static Delivery delivery(Result accepted) {
    List<Delivery> found = new ArrayList<>();
    Codec<Delivery> codec = wire.deliveries();
    await()
        .atMost(SOON)
        .until(
            () -> {
              committed(connection.topics().agent(agent()).name()).stream()
                  .map(record -> codec.decode(record.value()))
                  .filter(delivery -> delivery.intent().equals(accepted.intent()))
                  .forEach(found::add);
              return !found.isEmpty();
            });
    return found.getFirst();
  }

  private static PublicRequest.Report report(Delivery delivery, String agent, String token) {
    return new PublicRequest.Report(
        UUID.randomUUID(),
        delivery.stepIntent().toString(),
        agent,
        delivery.attempt(),
        token,
        "COMPLETE",
        "{\"action\":\"complete\",\"valid\":true}",
        "");
  }

  private static List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
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
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  @Test
  void aSubmissionAnAgentAndAPerson_completeAnIntent() throws Exception {
    PublicRequest.Submit request = request();
    submit(request);
    Result submitted = answer(request);
    assertThat(submitted).isInstanceOf(Result.Accepted.class);
    Delivery delivery = delivery(submitted);

    PublicRequest.Report complete = report(delivery, delivery.agent().toString(), delivery.token());
    report(complete);
    assertThat(answer(complete)).isInstanceOf(Result.Accepted.class);
    approve(submitted.intent().toString());

    JsonNode intent = gateway().get("/v1/intents/" + submitted.intent()).path("intent");
    assertThat(intent.path("status").asText()).isEqualTo("COMPLETED");
    PublicRequest.Report late = report(delivery, delivery.agent().toString(), delivery.token());
    report(late);
    assertThat(refusal(late)).isEqualTo(Rejection.Code.INTENT_ENDED);
  }

  private static void approve(String intent) throws Exception {
    DemoClient approvals =
        new DemoClient(node.files().node().orElseThrow().approvalsUrl(), keys().approverKey());
    JsonNode task = approvals.get("/v1/tasks/" + intent).path("task");
    ObjectNode decision =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "approved")
            .put("version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText());
    approvals.post("/v1/tasks/" + intent + "/decision", decision);
  }

  @Test
  void whoeverIsNotTheAgent_cannotReport_andWhoeverDoesNotSign_cannotSubmit() throws Exception {
    PublicRequest.Submit mine = request();
    PublicRequest.Submit other = request();
    submit(mine);
    submit(other);
    Delivery delivery = delivery(answer(mine));
    Delivery foreign = delivery(answer(other));
    String agent = delivery.agent().toString();

    PublicRequest.Report stolen = report(delivery, agent, foreign.token());
    PublicRequest.Report speaking = report(delivery, agent + "-two", delivery.token());
    report(stolen);
    report(speaking);
    PublicRequest.Submit unsigned = request();
    byte[] value = wire.submissions().encode(unsigned);
    send(connection.topics().submissions().name(), value, Optional.empty());

    for (PublicRequest refused : List.of(stolen, speaking, unsigned)) {
      assertThat(refusal(refused)).isEqualTo(Rejection.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void aRecordThatCannotBeRead_isADeadLetter_andTheNextOneIsTaken() throws Exception {
    String topic = connection.topics().submissions().name();
    send(topic, new byte[] {1, 2, 3}, Optional.of(signer));
    send(topic, new byte[] {0, 0x7f, 0, 0, 1, 9}, Optional.of(signer));
    PublicRequest.Submit next = request();
    submit(next);

    assertThat(answer(next)).isInstanceOf(Result.Accepted.class);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(new DeadLetterBox(connection, Clock.systemUTC()).list())
                    .filteredOn(letter -> letter.origin().topic().equals(topic))
                    .filteredOn(letter -> letter.value().orElseThrow().get().length <= 6)
                    .extracting(DeadLetter::cause)
                    .hasSize(2));
  }

  @Test
  void aKeyThatWasMadeAMomentAgo_signsAlready() throws Exception {
    DemoClient admin =
        new DemoClient(node.files().node().orElseThrow().gatewayUrl(), keys().adminKey());
    ObjectNode wanted =
        JsonNodeFactory.instance.objectNode().put("scope", "initiator").put("owner", "newcomer");
    for (int i = 0; i < 5; i++) {
      String secret = admin.post("/v1/keys", wanted).at("/key/token").asText();
      PublicRequest.Submit request = request();
      byte[] value = wire.submissions().encode(request);
      send(
          connection.topics().submissions().name(),
          value,
          Optional.of(SubmissionSigner.of(secret)));

      assertThat(answer(request)).isInstanceOf(Result.Accepted.class);
    }
  }

  /// Its producer was ahead of the registry: once its schema is there, one replay is enough.
  @Test
  void aSubmissionThatCouldNotBeRead_isCarriedOutWhenItIsReplayed() throws Exception {
    SchemaRegistryClient registry = SchemaRegistryClient.of(connection);
    int next = registry.register("probe", "{\"type\":\"string\"}", List.of()) + 1;
    PublicRequest.Submit request = request();
    String topic = connection.topics().submissions().name();
    byte[] value = withOneFieldMore(wire.submissions().encode(request), next);
    send(topic, value, Optional.of(signer));
    DeadLetterBox box = new DeadLetterBox(connection, Clock.systemUTC());
    DeadLetter letter =
        await()
            .atMost(SOON)
            .until(
                () ->
                    box.list().stream()
                        .filter(one -> one.value().equals(Optional.of(Bytes.wrap(value))))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(letter.cause()).contains("schema");

    assertThat(registry.register("probe-later", schemaWithOneFieldMore(), List.of()))
        .isEqualTo(next);

    // An id that was unknown is not asked for again at once; what fails again is one more letter.
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              box.replay(letter);
              return !answers(request).isEmpty();
            });
    assertThat(answer(request)).isInstanceOf(Result.Accepted.class);
    assertThat(box.list())
        .filteredOn(one -> one.id().equals(letter.id()))
        .allSatisfy(one -> assertThat(one.replayed()).isPresent());
  }

  /// The same record in a later schema, whose further field is absent.
  private static byte[] withOneFieldMore(byte[] value, int schema) {
    return ByteBuffer.allocate(value.length + 1)
        .put((byte) 0)
        .putInt(schema)
        .put(value, 5, value.length - 5)
        .put((byte) 0)
        .array();
  }

  private static String schemaWithOneFieldMore() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode schema =
        (ObjectNode) json.readTree(dev.assent.wire.avro.Submit.getClassSchema().toString());
    ObjectNode field = schema.withArray("fields").addObject().put("name", "later");
    field.putArray("type").add("null").add("string");
    field.putNull("default");
    return schema.toString();
  }
}
