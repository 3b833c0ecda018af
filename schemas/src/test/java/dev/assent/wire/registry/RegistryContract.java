package dev.assent.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.delivery.Delivery;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Samples;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.format.WireException;
import dev.assent.wire.topic.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What Assent, and Confluent's clients, rely on in a schema registry. Every registry that Assent
/// is said to work with has a test that extends this.
public abstract class RegistryContract {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Schema ORDER = record("Order").requiredString("id").endRecord();
  private static final Schema ORDER_WITH_NOTE =
      record("Order").requiredString("id").optionalString("note").endRecord();
  private static final Schema ORDER_WITH_AMOUNT =
      record("Order").requiredString("id").requiredLong("amount").endRecord();

  /// The registry's base address, without a slash at its end.
  protected abstract String url();

  private final String subject = "test-" + UUID.randomUUID() + "-value";

  private static SchemaBuilder.FieldAssembler<Schema> record(String name) {
    return SchemaBuilder.record(name).namespace("com.acme.test").fields();
  }

  private SchemaRegistryClient client() {
    return new SchemaRegistryClient(url(), Optional.empty());
  }

  @Test
  void aRegisteredSubject_isListed() {
    assertThat(client().subjects()).doesNotContain(subject);

    client().register(subject, ORDER);

    assertThat(client().subjects()).contains(subject);
  }

  @Test
  void theSameSchema_keepsItsId_underEverySubject() {
    int id = client().register(subject, ORDER);

    assertThat(client().register(subject, ORDER)).isEqualTo(id);
    assertThat(client().register(subject + "-2", ORDER)).isEqualTo(id);
    assertThat(client().register(subject, ORDER_WITH_NOTE)).isNotEqualTo(id);
  }

  @Test
  void lookingUp_findsWhatIsRegisteredThere_andRegistersNothing() throws Exception {
    int id = client().register(subject, ORDER);

    assertThat(client().lookUp(subject, ORDER)).contains(id);
    assertThat(client().lookUp(subject, ORDER_WITH_NOTE)).isEmpty();
    assertThat(client().lookUp(subject + "-none", ORDER)).isEmpty();
    Answer found = ask("POST", "/subjects/" + subject, schema(ORDER));
    assertThat(found.body().path("subject").asText()).isEqualTo(subject);
    assertThat(found.body().path("version").asInt()).isEqualTo(1);
  }

  @Test
  void aSchema_isFoundByItsId() {
    int id = client().register(subject, ORDER);

    assertThat(client().byId(id)).isEqualTo(ORDER);
  }

  @Test
  void versions_areCountedFromOne() throws Exception {
    client().register(subject, ORDER);
    int second = client().register(subject, ORDER_WITH_NOTE);

    assertThat(ask("GET", "/subjects/" + subject + "/versions", null).body())
        .isEqualTo(MAPPER.readTree("[1,2]"));
    SchemaRegistryClient.Version latest = client().latest(subject).orElseThrow();
    assertThat(latest.version()).isEqualTo(2);
    assertThat(latest.id()).isEqualTo(second);
    assertThat(new Schema.Parser().parse(latest.schema())).isEqualTo(ORDER_WITH_NOTE);
    assertThat(client().latest(subject + "-none")).isEmpty();
  }

  @Test
  void whatIsNotThere_isA404_withConfluentsCode() throws Exception {
    client().register(subject, ORDER);

    assertError(ask("POST", "/subjects/" + subject + "-none", schema(ORDER)), 404, 40401);
    assertError(ask("GET", "/subjects/" + subject + "-none/versions", null), 404, 40401);
    assertError(ask("GET", "/subjects/" + subject + "/versions/99", null), 404, 40402);
    assertError(ask("POST", "/subjects/" + subject, schema(ORDER_WITH_NOTE)), 404, 40403);
    assertError(ask("GET", "/schemas/ids/1999999999", null), 404, 40403);
  }

  @Test
  void anUnknownId_isAWireException() {
    assertThatThrownBy(() -> client().byId(1_999_999_999))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("none with id 1999999999");
  }

  @Test
  void aText_thatIsNoSchema_isA422() throws Exception {
    ObjectNode body = MAPPER.createObjectNode().put("schema", "{\"type\":\"nonsense\"}");

    assertThat(ask("POST", "/subjects/" + subject + "/versions", body).status()).isEqualTo(422);
  }

  @Test
  void aSchema_mayTakeTypesFromOtherSubjects() {
    String line = subject + "-line";
    client().register(line, record("Line").requiredInt("n").endRecord());
    String basket =
        """
        {"type":"record","name":"Basket","namespace":"com.acme.test","fields":[
          {"name":"lines","type":{"type":"array","items":"com.acme.test.Line"}}]}
        """;

    int id =
        client()
            .register(
                subject,
                basket,
                List.of(new SchemaRegistryClient.Reference("com.acme.test.Line", line, 1)));

    Schema found = client().byId(id);
    assertThat(found.getFullName()).isEqualTo("com.acme.test.Basket");
    assertThat(found.getField("lines").schema().getElementType().getField("n")).isNotNull();
  }

  @Test
  void aSubjectsCompatibility_canBeSetAndRead() {
    client().register(subject, ORDER);

    client().setCompatibility(subject, "FULL_TRANSITIVE");
    assertThat(client().compatibility(subject)).contains("FULL_TRANSITIVE");

    client().setCompatibility(subject, "BACKWARD");
    assertThat(client().compatibility(subject)).contains("BACKWARD");
  }

  @Test
  void underFullTransitive_everyVersionMustReadEveryOther() {
    client().register(subject, ORDER);
    client().setCompatibility(subject, "FULL_TRANSITIVE");

    assertThat(client().compatible(subject, ORDER_WITH_NOTE)).isTrue();
    client().register(subject, ORDER_WITH_NOTE);

    assertThat(client().compatible(subject, ORDER_WITH_AMOUNT)).isFalse();
    assertThatThrownBy(() -> client().register(subject, ORDER_WITH_AMOUNT))
        .isInstanceOfSatisfying(
            RegistryException.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(409);
              assertThat(refusal.code()).isEqualTo(409);
            });
    assertThat(client().latest(subject).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void ourSchemas_areAccepted_andHeldToFullTransitive() {
    SchemaRegistryClient client = client();
    for (Schema schema : Schemas.all()) {
      Schema published = Schemas.published(schema);
      String name = Schemas.subject(subject, schema);

      int id = client.register(name, published);
      client.setCompatibility(name, TopicSetup.COMPATIBILITY);

      assertThat(client().register(name, published)).isEqualTo(id);
      assertThat(client().byId(id)).isEqualTo(published);
    }
  }

  @Test
  void whatOneProcessWrites_anotherReads() {
    Samples samples = new Samples(7);
    Asked asked = samples.asked();
    Happened happened = samples.happened();
    Delivery delivery = samples.delivery();
    Topics topics = new Topics(subject + ".");
    AvroWire here = new AvroWire(client(), topics);
    AvroWire there = new AvroWire(client(), topics);

    assertThat(there.commands().decode(here.commands().encode(asked))).isEqualTo(asked);
    assertThat(there.events().decode(here.events().encode(happened))).isEqualTo(happened);
    assertThat(there.deliveries().decode(here.deliveries().encode(delivery))).isEqualTo(delivery);
  }

  private record Answer(int status, JsonNode body) {}

  private Answer ask(String method, String path, @Nullable JsonNode body) throws Exception {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, publisher)
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), MAPPER.readTree(answer.body()));
  }

  private static JsonNode schema(Schema schema) {
    return MAPPER.createObjectNode().put("schema", schema.toString());
  }

  private static void assertError(Answer answer, int status, int code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("error_code").asInt()).isEqualTo(code);
    assertThat(answer.body().path("message").asText()).isNotEmpty();
  }
}
