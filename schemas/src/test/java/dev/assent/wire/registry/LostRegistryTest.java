package dev.assent.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.contract.Happened;
import dev.assent.contract.delivery.Delivery;
import dev.assent.contract.id.AgentAddress;
import dev.assent.wire.AvroWire;
import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.Samples;
import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.submissions.PublicRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a registry that is emptied, away or another one does to data that is there, on a real
/// broker.
class LostRegistryTest {
  private static final Path HISTORY = Path.of("src/test/resources/history");
  private static final AgentAddress AGENT = new AgentAddress("local", "default", "checker");

  private final Samples samples = new Samples(7);
  private final MemoryRegistry registry = MemoryRegistry.start();
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = at(TestBroker.freshTopics(), "own.", registry.url());
    // So that no id is the one that an emptied registry would give.
    registry.client().register("another", Schema.createFixed("Another", null, "x", 3));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  static Connection at(Connection connection, String more, String registryUrl) {
    return new Connection(
        connection.bootstrapServers(),
        connection.kafkaProperties(),
        URI.create(registryUrl),
        connection.registryUserInfo(),
        connection.topicPrefix() + more,
        connection.partitions(),
        connection.replicationFactor(),
        connection.stateDir(),
        connection.doors());
  }

  private void start() {
    TopicSetup.ensure(connection);
  }

  @Test
  void dataIsReadAndWrittenByTheSameIds_whenTheRegistryIsEmptied() {
    start();
    Happened before = samples.happened();
    byte[] record = AvroWire.connect(connection).events().encode(before);
    registry.empty();

    start();
    AvroWire wire = AvroWire.connect(connection);

    assertThat(wire.events().decode(record)).isEqualTo(before);
    assertThat(wire.events().encode(before)).isEqualTo(record);
    assertThat(registry.client().subjects()).as("registered anew").isEmpty();
  }

  @Test
  void everyProgramStartsAndWorks_whenTheRegistryIsAway() {
    start();
    Happened before = samples.happened();
    byte[] record = AvroWire.connect(connection).events().encode(before);
    registry.close();

    start();
    AvroWire wire = AvroWire.connect(connection);

    assertThat(wire.events().decode(record)).isEqualTo(before);
    PublicRequest.Report report =
        new PublicRequest.Report(
            UUID.randomUUID(), "step", "agent", 1, "token", "COMPLETE", "{}", "");
    assertThat(wire.reports().decode(wire.reports().encode(report))).isEqualTo(report);
  }

  @Test
  void whoeverIsConnected_goesOn_withTheFirstDeliveryAfterTheRegistryIsGone() {
    start();
    AvroWire connected = AvroWire.connect(connection);
    TopicSetup.ensureAgentTopic(connection, AGENT);
    registry.close();
    Delivery delivery = samples.delivery();

    assertThat(connected.deliveries().decode(connected.deliveries().encode(delivery)))
        .isEqualTo(delivery);
  }

  @Test
  void repair_bringsBackEveryId_inEverySubject() {
    start();
    TopicSetup.ensureAgentTopic(connection, AGENT);
    var ids = new TreeMap<>(OwnSchemas.read(connection).all());
    List<String> subjects = registry.client().subjects();
    subjects.remove("another");
    registry.empty();
    RegistryState state = new RegistryState(connection);
    assertThat(state.compare().lost()).containsExactlyElementsOf(ids.keySet());

    assertThat(state.repair()).containsExactlyElementsOf(ids.keySet());

    assertThat(state.compare().well()).isTrue();
    assertThat(ids).hasSize(Schemas.all().size());
    ids.forEach((id, schema) -> assertThat(registry.client().byId(id)).isEqualTo(schema));
    assertThat(registry.client().subjects()).containsExactlyElementsOf(subjects);
    assertThat(subjects)
        .allSatisfy(
            subject ->
                assertThat(registry.client().compatibility(subject)).contains("FULL_TRANSITIVE"));
    assertThat(state.repair()).isEmpty();
  }

  @Test
  void repair_changesNothing_whereAnIdIsSomebodyElsesMeanwhile() {
    start();
    registry.empty();
    registry.client().register("first", Schema.createFixed("First", null, "x", 3));
    registry.client().register("second", Schema.createFixed("Second", null, "x", 3));

    assertThatThrownBy(() -> new RegistryState(connection).repair())
        .isInstanceOf(StrangeRegistryException.class)
        .hasMessageContaining("something else under id 2")
        .hasMessageContaining("assent registry repair");
    assertThat(registry.client().subjects()).containsExactly("first", "second");
  }

  @Test
  void repair_changesNothing_whereOurSchemaHasAnotherIdMeanwhile() {
    start();
    registry.empty();
    Schema report = Schemas.published(Schemas.named("Report"));
    String subject = Schemas.subject(connection.topics().reports().name(), report);
    registry.client().register(subject, report);

    assertThatThrownBy(() -> new RegistryState(connection).repair())
        .isInstanceOf(StrangeRegistryException.class)
        .hasMessageContaining(subject);
    assertThat(registry.client().subjects()).containsExactly(subject);
  }

  @Test
  void repair_leavesNothingBehind_inARegistryThatGivesIdsOfItsOwn() {
    start();
    registry.empty();
    registry.giveOwnIds();

    assertThatThrownBy(() -> new RegistryState(connection).repair())
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("to take schema 2 under that id, but it gave it id 1")
        .hasMessageContaining("an export of its own");
    assertThat(registry.client().subjects()).isEmpty();
  }

  @Test
  void dataOfBefore_learnsEveryVersion_fromTheRegistryThatGaveTheIds() throws Exception {
    Schema old =
        new Schema.Parser().parse(Files.readString(HISTORY.resolve("WebhookEvent-1.avsc")));
    old.addProp("of", "an earlier release");
    String subject = Schemas.subject(connection.topics().webhooks().name(), old);
    int id = registry.client().register(subject, old);

    start();
    registry.close();

    assertThat(OwnSchemas.read(connection).schema(id)).contains(old);
    assertThat(OwnSchemas.read(connection).all()).hasSize(Schemas.all().size());
  }

  @Test
  void aRegistryThatWasEmptiedBeforeAnythingWasWrittenDown_isNotGivenOurSchemasAnew()
      throws Exception {
    start();
    put(connection.topics().commands().name(), "any", "any");
    try (Admin admin = Admin.create(connection.clientProperties())) {
      admin.deleteTopics(List.of(connection.topics().schemas().name())).all().get();
    }
    registry.empty();

    assertThatThrownBy(this::start)
        .isInstanceOf(StrangeRegistryException.class)
        .hasMessageContaining("the data here");
    assertThat(registry.client().subjects()).isEmpty();
  }

  @Test
  void aNewAgentInAnotherRegistry_getsNoOtherId() {
    start();
    TopicSetup.ensureAgentTopic(connection, AGENT);
    Optional<Integer> id =
        OwnSchemas.read(connection).id(Schemas.published(Schemas.named("Delivery")));
    registry.empty();

    TopicSetup.ensureAgentTopic(connection, new AgentAddress("local", "default", "second"));

    assertThat(registry.client().subjects()).isEmpty();
    assertThat(OwnSchemas.read(connection).id(Schemas.published(Schemas.named("Delivery"))))
        .isEqualTo(id)
        .isPresent();
  }

  @Test
  void aRowThatNoDoorSealed_orThatIsNoSchemaOfOurs_isNotUsed() throws Exception {
    start();
    var before = OwnSchemas.read(connection).all();
    Schema report = Schemas.published(Schemas.named("Report"));

    put(connection.topics().schemas().name(), "2", report.toString());
    put(connection.topics().schemas().name(), "two", "{");

    assertThat(OwnSchemas.read(connection).all()).hasSizeLessThanOrEqualTo(before.size());
    assertThat(before).containsAllEntriesOf(OwnSchemas.read(connection).all());
  }

  private void put(String topic, String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = TestBroker.producer(connection)) {
      producer
          .send(
              new ProducerRecord<>(
                  topic,
                  key.getBytes(StandardCharsets.UTF_8),
                  value.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }
}
