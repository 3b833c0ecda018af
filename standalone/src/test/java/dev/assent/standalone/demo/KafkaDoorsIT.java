package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.DeadLetterBox;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.registry.SchemaRegistryClient;
import dev.assent.wire.submissions.PublicRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that submits, an agent that reports, with nothing but Kafka clients.
class KafkaDoorsIT {
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

  @Test
  void aSubmissionAnAgentAndAPerson_completeAnIntent() throws Exception {
    PublicRequest.Submit request = topics.request();
    topics.submit(request);
    Result submitted = topics.answer(request);
    assertThat(submitted).isInstanceOf(Result.Accepted.class);
    Delivery delivery = topics.delivery(submitted);

    PublicRequest.Report complete = PublicTopics.complete(delivery);
    topics.report(complete);
    assertThat(topics.answer(complete)).isInstanceOf(Result.Accepted.class);
    approve(submitted.intent().toString());

    JsonNode intent = topics.gateway().get("/v1/intents/" + submitted.intent()).path("intent");
    assertThat(intent.path("status").asText()).isEqualTo("COMPLETED");
    PublicRequest.Report late = PublicTopics.complete(delivery);
    topics.report(late);
    assertThat(topics.refusal(late)).isEqualTo(Rejection.Code.INTENT_ENDED);
  }

  private static void approve(String intent) throws Exception {
    DemoClient approvals = new DemoClient(topics.place().approvalsUrl(), topics.keys.approverKey());
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
    PublicRequest.Submit mine = topics.request();
    PublicRequest.Submit other = topics.request();
    topics.submit(mine);
    topics.submit(other);
    Delivery delivery = topics.delivery(topics.answer(mine));
    Delivery foreign = topics.delivery(topics.answer(other));
    String agent = delivery.agent().toString();

    PublicRequest.Report stolen = PublicTopics.report(delivery, agent, foreign.token());
    PublicRequest.Report speaking = PublicTopics.report(delivery, agent + "-two", delivery.token());
    topics.report(stolen);
    topics.report(speaking);
    PublicRequest.Submit unsigned = topics.request();
    byte[] value = topics.wire.submissions().encode(unsigned);
    topics.send(topics.connection.topics().submissions().name(), value, Optional.empty());

    for (PublicRequest refused : List.of(stolen, speaking, unsigned)) {
      assertThat(topics.refusal(refused)).isEqualTo(Rejection.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void aKeyThatWasMadeAMomentAgo_signsAlready() throws Exception {
    DemoClient admin = new DemoClient(topics.place().gatewayUrl(), topics.keys.adminKey());
    ObjectNode wanted =
        JsonNodeFactory.instance.objectNode().put("scope", "initiator").put("owner", "newcomer");
    for (int i = 0; i < 5; i++) {
      String secret = admin.post("/v1/keys", wanted).at("/key/token").asText();
      PublicRequest.Submit request = topics.request();
      byte[] value = topics.wire.submissions().encode(request);
      topics.send(
          topics.connection.topics().submissions().name(),
          value,
          Optional.of(SubmissionSigner.of(secret)));

      assertThat(topics.answer(request)).isInstanceOf(Result.Accepted.class);
    }
  }

  /// Its producer was ahead of the registry: once its schema is there, one replay is enough.
  @Test
  void aSubmissionThatCouldNotBeRead_isCarriedOutWhenItIsReplayed() throws Exception {
    SchemaRegistryClient registry = SchemaRegistryClient.of(topics.connection);
    int next = registry.register("probe", "{\"type\":\"string\"}", List.of()) + 1;
    PublicRequest.Submit request = topics.request();
    String topic = topics.connection.topics().submissions().name();
    byte[] value = withOneFieldMore(topics.wire.submissions().encode(request), next);
    topics.send(topic, value, Optional.of(topics.signer));
    DeadLetterBox box = new DeadLetterBox(topics.connection, Clock.systemUTC());
    DeadLetter letter =
        await()
            .atMost(PublicTopics.SOON)
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
        .atMost(PublicTopics.SOON)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              box.replay(letter);
              return !topics.answers(request).isEmpty();
            });
    assertThat(topics.answer(request)).isInstanceOf(Result.Accepted.class);
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
