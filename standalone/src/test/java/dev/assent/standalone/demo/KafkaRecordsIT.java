package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.IntentId;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetterBox;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.testing.kafka.TopicLog;
import dev.assent.wire.submissions.PublicRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What producers of all kinds write to the public topics of a whole node: bad bytes, other keys
/// and partitions, what was written before, what the other door was told.
class KafkaRecordsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static PublicTopics topics;

  @BeforeAll
  static void start() throws Exception {
    topics = PublicTopics.start(folder);
  }

  @AfterAll
  static void stop() {
    topics.close();
  }

  private static String submissions() {
    return topics.connection.topics().submissions().name();
  }

  private static String reports() {
    return topics.connection.topics().reports().name();
  }

  private static List<DeadLetter> deadLetters(String origin) {
    return new DeadLetterBox(topics.connection, Clock.systemUTC())
        .list().stream().filter(letter -> letter.origin().topic().equals(origin)).toList();
  }

  private static Delivery delivered() throws Exception {
    PublicRequest.Submit request = topics.request();
    topics.submit(request);
    return topics.delivery(topics.answer(request));
  }

  private static List<Happened> facts(IntentId intent) {
    return topics.committed(topics.connection.topics().events(), topics.wire.events()).stream()
        .map(TopicLog.Entry::value)
        .filter(happened -> happened.intent().equals(intent))
        .toList();
  }

  private static <E extends Event> long count(IntentId intent, Class<E> kind) {
    return facts(intent).stream()
        .flatMap(happened -> happened.events().stream())
        .filter(kind::isInstance)
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"submissions", "reports"})
  void aRecordThatCannotBeRead_isADeadLetter_andTheNextOneIsTaken(String which) throws Exception {
    boolean submitting = which.equals("submissions");
    String topic = submitting ? submissions() : reports();
    PublicRequest.Submit submit = topics.request();
    PublicRequest.Report report = PublicTopics.complete(delivered());
    byte[] good =
        submitting
            ? topics.wire.submissions().encode(submit)
            : topics.wire.reports().encode(report);
    byte[] ofAnotherSubject =
        submitting
            ? topics.wire.reports().encode(report)
            : topics.wire.submissions().encode(submit);
    int before = deadLetters(topic).size();

    for (byte[] bad :
        List.of(
            new byte[0],
            new byte[] {1, 2, 3},
            new byte[] {0, 0x7f, 0, 0, 1, 9},
            Arrays.copyOf(good, good.length - 3),
            ofAnotherSubject)) {
      topics.send(topic, bad, Optional.of(topics.signer));
    }
    topics.send(topic, good, Optional.of(topics.signer));

    assertThat(topics.answer(submitting ? submit : report)).isInstanceOf(Result.Accepted.class);
    List<DeadLetter> letters =
        await()
            .atMost(PublicTopics.SOON)
            .until(() -> deadLetters(topic), all -> all.size() >= before + 5);
    assertThat(letters.subList(before, letters.size()))
        .extracting(DeadLetter::cause)
        .satisfiesExactlyInAnyOrder(
            cause -> assertThat(cause).contains("empty"),
            cause -> assertThat(cause).contains("byte 0"),
            cause -> assertThat(cause).contains("none with id"),
            cause -> assertThat(cause).contains("bytes", "but the record"),
            cause -> assertThat(cause).contains(submitting ? "avro.Report" : "avro.Submit"));
  }

  /// Its producer is told by the brokers; one that is small enough only because it was compressed
  /// is a dead letter that tells where it is.
  @Test
  void anOversizeRecord_isRefusedByTheBrokers_orADeadLetter() throws Exception {
    byte[] huge = new byte[1_500_000];
    int before = deadLetters(submissions()).size();
    try (KafkaProducer<byte[], byte[]> plain =
        topics.producer(Map.of("max.request.size", 10_000_000))) {
      assertThatThrownBy(
              () -> plain.send(new ProducerRecord<>(submissions(), huge)).get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
    assertThat(deadLetters(submissions())).hasSize(before);

    try (KafkaProducer<byte[], byte[]> compressing =
        topics.producer(Map.of("max.request.size", 10_000_000, "compression.type", "gzip"))) {
      compressing.send(new ProducerRecord<>(submissions(), huge)).get(30, TimeUnit.SECONDS);
    }
    DeadLetter letter =
        await()
            .atMost(PublicTopics.SOON)
            .until(() -> deadLetters(submissions()), all -> all.size() > before)
            .getLast();
    assertThat(letter.cause()).contains("at most 1048588", "1500009");
    PublicRequest.Submit next = topics.request();
    topics.submit(next);
    assertThat(topics.answer(next)).isInstanceOf(Result.Accepted.class);
  }

  /// Writes the record through another partitioner, under a key, and in every partition.
  ///
  /// @return how often
  private static int everywhere(String topic, byte[] value) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < PublicTopics.PARTITIONS; i++) {
      records.add(new ProducerRecord<>(topic, value));
      records.add(new ProducerRecord<>(topic, i, new byte[] {(byte) i, -1}, value));
    }
    Set<Integer> partitions = new HashSet<>();
    try (KafkaProducer<byte[], byte[]> producer =
        topics.producer(Map.of("partitioner.class", RoundRobinPartitioner.class.getName()))) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        topics.signer.sign(record);
        partitions.add(producer.send(record).get(30, TimeUnit.SECONDS).partition());
      }
    }
    assertThat(partitions).hasSize(PublicTopics.PARTITIONS);
    return records.size();
  }

  private static void assertOneOf(List<Result> answers) {
    assertThat(answers).hasOnlyElementsOfType(Result.Accepted.class);
    assertThat(answers).extracting(Result::intent).containsOnly(answers.getFirst().intent());
    assertThat(answers)
        .filteredOn(answer -> !((Result.Accepted) answer).again())
        .as("the one that did it")
        .hasSize(1);
  }

  @Test
  void keysPartitionsAndPartitioners_changeNothing() throws Exception {
    PublicRequest.Submit request = topics.request().under("everywhere");
    int times = everywhere(submissions(), topics.wire.submissions().encode(request));
    List<Result> answers = topics.answers(request, times);
    assertOneOf(answers);
    IntentId intent = answers.getFirst().intent();
    assertThat(count(intent, Event.IntentCreated.class)).isEqualTo(1);

    PublicRequest.Report report = PublicTopics.complete(topics.delivery(answers.getFirst()));
    everywhere(reports(), topics.wire.reports().encode(report));
    assertOneOf(topics.answers(report, times));
    assertThat(count(intent, Event.StepCompleted.class)).isEqualTo(1);

    assertThat(createdOverHttp(overHttp(request), "everywhere")).isEqualTo(intent.toString());
    assertThat(count(intent, Event.IntentCreated.class)).isEqualTo(1);
  }

  /// @return the intent's id
  private static String createdOverHttp(ObjectNode body, String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(topics.place().gatewayUrl() + "/v1/intents"))
            .header("x-api-key", topics.keys.initiatorKey())
            .header("idempotency-key", key)
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return JSON.readTree(response.body()).path("intent_id").asText();
    }
  }

  private static ObjectNode overHttp(PublicRequest.Submit request) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("intent_type", request.intentType())
            .put("to_agent", request.toAgent());
    request.correlationId().ifPresent(id -> body.put("correlation_id", id));
    body.putObject("payload").put("target", "db-1");
    return body;
  }

  @Test
  void aCancellation_endsTheIntent_andOnlyItsOwnersDoes() throws Exception {
    Delivery delivery = delivered();
    String intent = delivery.intent().toString();
    PublicRequest.Cancel unsigned = cancel(intent, "not mine");
    PublicRequest.Cancel foreign = cancel(intent, "not mine either");
    DemoClient admin = new DemoClient(topics.place().gatewayUrl(), topics.keys.adminKey());
    String other =
        admin
            .post(
                "/v1/keys",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("scope", "agent")
                    .put("owner", "agent://local/default/other"))
            .at("/key/token")
            .asText();
    topics.send(submissions(), topics.wire.submissions().encode(unsigned), Optional.empty());
    topics.send(
        submissions(),
        topics.wire.submissions().encode(foreign),
        Optional.of(SubmissionSigner.of(other)));
    assertThat(topics.refusal(unsigned)).isEqualTo(Rejection.Code.UNAUTHENTICATED);
    assertThat(topics.refusal(foreign)).isEqualTo(Rejection.Code.NOT_ALLOWED);

    PublicRequest.Cancel mine = cancel(intent, "no longer needed");
    topics.submit(mine);
    topics.submit(mine);
    assertOneOf(topics.answers(mine, 2));

    JsonNode shown = topics.gateway().get("/v1/intents/" + intent).path("intent");
    assertThat(shown.path("status").asText()).isEqualTo("CANCELED");
    assertThat(shown.toString()).contains("no longer needed");
    PublicRequest.Cancel again = cancel(intent, "once more");
    topics.submit(again);
    assertThat(topics.refusal(again)).isEqualTo(Rejection.Code.INTENT_ENDED);
    PublicRequest.Report late = PublicTopics.complete(delivery);
    topics.report(late);
    assertThat(topics.refusal(late)).isEqualTo(Rejection.Code.INTENT_ENDED);
    assertThat(count(delivery.intent(), Event.IntentCanceled.class)).isEqualTo(1);
  }

  private static PublicRequest.Cancel cancel(String intent, String reason) {
    return new PublicRequest.Cancel(UUID.randomUUID(), intent, reason);
  }

  /// Byte for byte is `BothDoorsTest`'s; here both doors are the real ones.
  @Test
  void oneStoryThroughEitherDoor_hasTheSameFacts() throws Exception {
    DemoClient agent = new DemoClient(topics.place().gatewayUrl(), topics.keys.agentKey());
    PublicRequest.Submit request = correlated(topics.request());
    topics.submit(request);
    Delivery onTopic = topics.delivery(topics.answer(request));
    PublicRequest.Report report = PublicTopics.complete(onTopic);
    topics.report(report);
    assertThat(topics.answer(report)).isInstanceOf(Result.Accepted.class);

    String overHttp =
        topics.gateway().post("/v1/intents", overHttp(request)).path("intent_id").asText();
    IntentId second = IntentId.parse(overHttp);
    String step = second.step(1).toString();
    agent.post(
        "/v1/intents/" + step + "/resume?owner_agent=" + onTopic.agent(),
        JSON.readTree(report.body()));

    assertThat(told(onTopic.intent())).isEqualTo(told(second)).hasSizeGreaterThan(1);
  }

  /// What has no effect in a request is told at both doors in the same words.
  @Test
  void aSlipIsToldInTheSameWordsAtEitherDoor() throws Exception {
    String mistyped = topics.request().intentType() + "x";
    String task =
        "{\"title\":\"Ship it?\",\"descripton\":\"all\",\"assignees\":[\"person:nobody\"]}";
    PublicRequest.Submit request =
        asking(
            PublicRequest.Submit.of(UUID.randomUUID(), mistyped, "human", "{\"target\":\"db-1\"}"),
            task);
    ObjectNode body = overHttp(request);
    body.set("human_task", JSON.readTree(task));

    topics.submit(request);
    Result.Accepted onTopic = (Result.Accepted) topics.answer(request);
    JsonNode overHttp = topics.gateway().post("/v1/intents", body);

    assertThat(onTopic.advice().warnings())
        .hasSize(3)
        .isEqualTo(JSON.convertValue(overHttp.get("warnings"), List.class));
    assertThat(onTopic.advice().nearestType())
        .contains(topics.request().intentType())
        .contains(overHttp.get("nearest_type").asText());
  }

  private static PublicRequest.Submit asking(PublicRequest.Submit submit, String task) {
    return new PublicRequest.Submit(
        submit.requestId(),
        submit.idempotencyKey(),
        submit.intentType(),
        submit.toAgent(),
        submit.payload(),
        submit.correlationId(),
        submit.replyTo(),
        submit.deadlineAt(),
        Optional.of(task),
        submit.remindAfterSeconds(),
        submit.remindIntervalSeconds(),
        submit.maxReminders(),
        submit.escalateTo(),
        submit.maxDeliveryAttempts());
  }

  private static PublicRequest.Submit correlated(PublicRequest.Submit submit) {
    return new PublicRequest.Submit(
        submit.requestId(),
        submit.idempotencyKey(),
        submit.intentType(),
        submit.toAgent(),
        submit.payload(),
        Optional.of("one story"),
        submit.replyTo(),
        submit.deadlineAt(),
        submit.humanTask(),
        submit.remindAfterSeconds(),
        submit.remindIntervalSeconds(),
        submit.maxReminders(),
        submit.escalateTo(),
        submit.maxDeliveryAttempts());
  }

  /// The facts of an intent, and who brought them about, without ids and times.
  private static List<String> told(IntentId intent) {
    return facts(intent).stream()
        .map(
            happened ->
                happened.firstSeq()
                    + " "
                    + happened.workspace()
                    + " "
                    + happened.actor().kind()
                    + " "
                    + happened.actor().id()
                    + " "
                    + happened.events())
        .map(
            text ->
                text.replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                    .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                    .replaceAll("[0-9a-f]{64}", "HASH")) // of what a person is shown, the id in it
        .toList();
  }
}
