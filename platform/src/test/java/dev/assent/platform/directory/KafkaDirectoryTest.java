package dev.assent.platform.directory;

import static dev.assent.platform.Samples.NOON;
import static dev.assent.platform.Samples.SERVICE;
import static dev.assent.platform.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Door;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Json;
import dev.assent.platform.Samples;
import dev.assent.platform.bus.Idempotency;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.kafka.Clients;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.SubmissionSigner;
import dev.assent.wire.AvroWire;
import dev.assent.wire.TestBroker;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.setup.DoorsSetup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaDirectoryTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Connection connection;
  private Wire wire;

  @BeforeEach
  void topics() throws Exception {
    connection = TestBroker.freshTopics();
    wire = AvroWire.connect(connection);
  }

  @Test
  void aKeyIsGoodAsSoonAsItsWritingIsDone_andNoLongerOnceItIsRevoked() throws Exception {
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      NewKey key = newKey();
      put(directory, key.entry());

      assertThat(directory.authenticate(key.secret(), Optional.of("10.0.0.1")))
          .hasValue(
              new Principal(
                  Principal.Kind.PERSON,
                  "ann",
                  WORKSPACE,
                  Set.of(Scope.APPROVER),
                  Set.of("sre"),
                  "api_key:" + key.entry().keyId(),
                  Optional.of("10.0.0.1")));
      assertThat(directory.authenticate(key.secret() + "x", Optional.empty())).isEmpty();

      put(directory, key.entry().revoked(NOON));
      assertThat(directory.authenticate(key.secret(), Optional.empty())).isEmpty();
      assertThat(directory.key(key.entry().keyId()).orElseThrow().revokedAt()).hasValue(NOON);
    }
  }

  @Test
  void anEntryAndTheAuditRecordOfItAreThereTogether() throws Exception {
    NewKey key = newKey();
    AuditRecord first = changed("first");
    AuditRecord second = changed("second");
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      directory.put(key.entry(), first).get(30, TimeUnit.SECONDS);
      assertThat(directory.keys(WORKSPACE)).containsExactly(key.entry());
      directory.put(key.entry().revoked(NOON), second).get(30, TimeUnit.SECONDS);
      assertThat(directory.authenticate(key.secret(), Optional.empty())).isEmpty();
    }
    try (KafkaDirectory other = KafkaDirectory.start(connection, wire);
        Admin admin = Admin.create(connection.clientProperties())) {
      await("a transaction's own mark is read over").atMost(SOON).until(other::ready);
      other.catchUp(admin, SOON);
      assertThat(other.key(key.entry().keyId()).orElseThrow().revokedAt()).hasValue(NOON);
    }
    assertThat(audits()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void ofAnEntryWhoseAuditRecordCannotBeWrittenNothingIsThere() throws Exception {
    NewKey key = newKey();
    byte[] noise = new byte[2_000_000];
    new Random(7).nextBytes(noise);
    AuditRecord tooLarge = changed(HexFormat.of().formatHex(noise));
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      assertThatThrownBy(() -> directory.put(key.entry(), tooLarge).get(30, TimeUnit.SECONDS))
          .isNotNull();
      put(directory, agent("sa_after", "after", true));

      assertThat(directory.keys(WORKSPACE)).isEmpty();
      AuditRecord next = changed("next");
      directory.put(key.entry(), next).get(30, TimeUnit.SECONDS);
      assertThat(directory.keys(WORKSPACE)).containsExactly(key.entry());
      assertThat(audits()).containsExactly(next);
    }
  }

  private static AuditRecord changed(String reason) {
    return AuditRecord.of(
        new Change(
            Change.Kind.SETTING,
            "require_policy",
            Optional.empty(),
            Optional.of(Change.State.of("on", Json.EMPTY)),
            reason),
        Idempotency.newCommand(),
        NOON,
        SERVICE,
        Door.GATEWAY,
        Optional.empty());
  }

  private List<AuditRecord> audits() {
    String topic = connection.topics().audit().name();
    List<AuditRecord> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        Clients.reader(connection, Map.of("isolation.level", "read_committed"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      await()
          .atMost(SOON)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(row -> found.add(wire.audit().decode(row.value())));
                return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
              });
    }
    return found;
  }

  @Test
  void whoeverListensHearsOfWhatWasThereAndOfEveryChange() throws Exception {
    DirectoryEntry.Agent before = agent("sa_before", "before", true);
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      put(directory, before);
    }
    List<String> heard = new CopyOnWriteArrayList<>();
    try (KafkaDirectory directory =
        KafkaDirectory.start(
            connection,
            wire,
            (key, entry) -> heard.add(key + (entry.isPresent() ? "" : " is gone")))) {
      DirectoryEntry.Agent after = agent("sa_after", "after", true);
      put(directory, after);
      directory.remove(after).get(30, TimeUnit.SECONDS);

      assertThat(heard)
          .as("all that was put is heard of before its put is done")
          .containsExactly(before.key(), after.key(), after.key() + " is gone");
    }
  }

  @Test
  void everyInstanceReadsTheSame_andIsReadyOnlyWithAllThatWasThereAtStart() throws Exception {
    NewKey key = newKey();
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      for (int i = 0; i < 500; i++) {
        var _ = directory.put(agent("sa_" + i, "worker-" + i, true));
      }
      put(directory, key.entry());
    }
    try (KafkaDirectory other = KafkaDirectory.start(connection, wire)) {
      await().atMost(SOON).until(other::ready);
      assertThat(other.authenticate(key.secret(), Optional.empty())).isPresent();
      assertThat(other.agents(WORKSPACE)).hasSize(500);
      assertThat(other.agents(new Workspace("acme", "test"))).isEmpty();
      assertThat(other.keys(WORKSPACE)).containsExactly(key.entry());
    }
  }

  @Test
  void whatAnotherInstanceHasJustWrittenIsKnownOnceCaughtUp() throws Exception {
    try (KafkaDirectory writer = KafkaDirectory.start(connection, wire);
        KafkaDirectory reader = KafkaDirectory.start(connection, wire);
        Admin admin = Admin.create(connection.clientProperties())) {
      for (int i = 0; i < 50; i++) {
        NewKey key = newKey();
        put(writer, key.entry());

        reader.catchUp(admin, SOON);

        assertThat(reader.authenticate(key.secret(), Optional.empty())).isPresent();
        assertThat(reader.signer(SubmissionSigner.of(key.secret()).key())).hasValue(key.entry());
      }
    }
  }

  @Test
  void whoCannotBeToldWhereTheDirectoryEnds_comesAgain() throws Exception {
    Map<String, Object> nowhere = new HashMap<>(connection.clientProperties());
    nowhere.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
    Admin admin = Admin.create(nowhere);
    try (KafkaDirectory reader = KafkaDirectory.start(connection, wire)) {
      assertThatThrownBy(() -> reader.catchUp(admin, Duration.ofMillis(100)))
          .isInstanceOf(TimeoutException.class)
          .satisfies(failure -> assertThat(Fault.isOfCircumstances(failure)).isTrue());
    } finally {
      admin.close(Duration.ZERO); // or it waits a minute for its answer
    }
  }

  @Test
  void anUnreadableEntryAndATombstoneStopNothing() throws Exception {
    NewKey gone = newKey();
    NewKey kept = newKey();
    try (KafkaProducer<byte[], byte[]> raw = TestBroker.producer(connection);
        KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      put(directory, gone.entry());
      write(raw, "key/broken", Samples.UNREADABLE);
      write(raw, gone.entry().key(), null);
      put(directory, kept.entry());

      assertThat(directory.authenticate(kept.secret(), Optional.empty())).isPresent();
      assertThat(directory.authenticate(gone.secret(), Optional.empty())).isEmpty();
      assertThat(directory.keys(WORKSPACE)).containsExactly(kept.entry());
    }
  }

  @Test
  void anAddressRegisteredTwiceIsTheActiveAgents() throws Exception {
    AgentAddress address = new AgentAddress("acme", "prod", "worker");
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      put(directory, agent("sa_1", "worker", true));
      put(directory, agent("sa_2", "worker", false));

      assertThat(directory.agent(WORKSPACE, address)).hasValue(agent("sa_1", "worker", true));
      assertThat(directory.agent(WORKSPACE, "sa_2")).hasValue(agent("sa_2", "worker", false));

      put(directory, agent("sa_1", "worker", false));
      put(directory, agent("sa_2", "worker", true));
      assertThat(directory.agent(WORKSPACE, address)).hasValue(agent("sa_2", "worker", true));
    }
  }

  @Test
  void aDocumentIsFoundByCollectionIdAndName_untilItIsTakenOut() throws Exception {
    Workspace elsewhere = new Workspace("acme", "test");
    try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
      put(directory, document("u2", "{}", "bob"));
      put(directory, document("u1", "{}", "ann"));
      put(directory, document("u1", "{\"n\":2}", "anna"));

      assertThat(directory.document("users", WORKSPACE, "u1"))
          .hasValue(document("u1", "{\"n\":2}", "anna"));
      assertThat(directory.documentNamed("users", WORKSPACE, "anna"))
          .hasValue(document("u1", "{\"n\":2}", "anna"));
      assertThat(directory.documentNamed("users", WORKSPACE, "ann")).isEmpty();
      assertThat(directory.documents("users", WORKSPACE))
          .extracting(DirectoryEntry.Document::id)
          .containsExactly("u1", "u2");
      assertThat(directory.documents("invites", WORKSPACE)).isEmpty();
      assertThat(directory.documents("users", elsewhere)).isEmpty();
      assertThat(directory.document("users", elsewhere, "u1")).isEmpty();

      directory.remove(document("u1", "{}", "anna")).get(30, TimeUnit.SECONDS);
      assertThat(directory.documentNamed("users", WORKSPACE, "anna")).isEmpty();
      assertThat(directory.document("users", WORKSPACE, "u1")).isEmpty();
    }
    try (KafkaDirectory other = KafkaDirectory.start(connection, wire)) {
      await().atMost(SOON).until(other::ready);
      assertThat(other.documents("users", WORKSPACE)).containsExactly(document("u2", "{}", "bob"));
    }
  }

  @Test
  void aNameIsTheDocumentsThatClaimedItFirst_whoeverLooks() throws Exception {
    try (KafkaDirectory one = KafkaDirectory.start(connection, wire);
        KafkaDirectory two = KafkaDirectory.start(connection, wire)) {
      put(one, document("u2", "{}", "ann"));
      put(two, document("u1", "{}", "ann"));
      put(one, document("u2", "{\"n\":2}", "ann"));
      put(two, document("u3", "{}", "carl"));
      for (KafkaDirectory directory : new KafkaDirectory[] {one, two}) {
        await().atMost(SOON).until(() -> directory.document("users", WORKSPACE, "u3").isPresent());
        assertThat(directory.documentNamed("users", WORKSPACE, "ann"))
            .hasValue(document("u2", "{\"n\":2}", "ann"));
      }

      one.remove(document("u2", "{}", "ann")).get(30, TimeUnit.SECONDS);
      assertThat(one.documentNamed("users", WORKSPACE, "ann"))
          .hasValue(document("u1", "{}", "ann"));
    }
  }

  private static DirectoryEntry.Document document(String id, String content, String name) {
    return new DirectoryEntry.Document(
        "users", WORKSPACE, id, new Json(content), Set.of(name), NOON);
  }

  @Test
  void aRowThatNoDoorMade_orThatLiesUnderAnothersKey_isNeverListedAndNeverWorks() throws Exception {
    NewKey unsealed = newKey();
    NewKey misplaced = newKey();
    NewKey moved = newKey();
    NewKey good = newKey();
    try (KafkaProducer<byte[], byte[]> raw = TestBroker.producer(connection)) {
      try (KafkaDirectory directory = KafkaDirectory.start(connection, wire)) {
        put(directory, good.entry());
        byte[] value = wire.directory().encode(unsealed.entry());
        unsealed(raw, unsealed.entry().key(), value, Optional.empty());
        write(raw, "key/ak_another", wire.directory().encode(misplaced.entry()));
        // sealed, but for another row
        byte[] other = wire.directory().encode(moved.entry());
        RecordHeaders stolen = new RecordHeaders();
        connection
            .doors()
            .seal()
            .seal(stolen, "assent.elsewhere", bytes(moved.entry().key()), other);
        unsealed(raw, moved.entry().key(), other, Optional.of(stolen));
        unsealed(raw, good.entry().key(), null, Optional.empty()); // takes nothing out

        put(directory, agent("sa_behind", "behind", true));
        onlyTheGoodOneIsThere(directory, good, List.of(unsealed, misplaced, moved));
      }
      try (KafkaDirectory later = KafkaDirectory.start(connection, wire)) {
        await().atMost(SOON).until(later::ready);
        onlyTheGoodOneIsThere(later, good, List.of(unsealed, misplaced, moved));
      }
    }
  }

  private static void onlyTheGoodOneIsThere(
      KafkaDirectory directory, NewKey good, List<NewKey> forged) {
    assertThat(directory.keys(WORKSPACE)).containsExactly(good.entry());
    assertThat(directory.authenticate(good.secret(), Optional.empty())).isPresent();
    for (NewKey key : forged) {
      assertThat(directory.authenticate(key.secret(), Optional.empty())).isEmpty();
      assertThat(directory.signer(SubmissionSigner.of(key.secret()).key())).isEmpty();
      assertThat(directory.key(key.entry().keyId())).isEmpty();
    }
  }

  @Test
  void whatWasThereBeforeTheDoorsHadAKeyGoesOnWorking_andNothingUnsealedAfterIt() throws Exception {
    NewKey before = newKey();
    NewKey after = newKey();
    try (KafkaProducer<byte[], byte[]> raw = TestBroker.producer(connection)) {
      unsealed(
          raw, before.entry().key(), wire.directory().encode(before.entry()), Optional.empty());
      Connection upgraded = with(connection, Doors.text(DoorsSetup.ends(connection)));
      unsealed(raw, after.entry().key(), wire.directory().encode(after.entry()), Optional.empty());

      try (KafkaDirectory directory = KafkaDirectory.start(upgraded, wire)) {
        await().atMost(SOON).until(directory::ready);
        assertThat(directory.keys(WORKSPACE)).containsExactly(before.entry());
      }
    }
  }

  private static Connection with(Connection connection, String unsealedBefore) {
    return new Connection(
        connection.bootstrapServers(),
        connection.kafkaProperties(),
        connection.registryUrl(),
        connection.registryUserInfo(),
        connection.topicPrefix(),
        connection.partitions(),
        connection.replicationFactor(),
        connection.stateDir(),
        Doors.of(Optional.of(TestBroker.DOORS_KEY), Optional.of(unsealedBefore)));
  }

  /// As a door does it.
  private void write(KafkaProducer<byte[], byte[]> raw, String key, byte @Nullable [] value)
      throws Exception {
    RecordHeaders headers = new RecordHeaders();
    String topic = connection.topics().directory().name();
    connection.doors().seal().seal(headers, topic, bytes(key), value);
    unsealed(raw, key, value, Optional.of(headers));
  }

  private void unsealed(
      KafkaProducer<byte[], byte[]> raw,
      String key,
      byte @Nullable [] value,
      Optional<RecordHeaders> headers)
      throws Exception {
    String topic = connection.topics().directory().name();
    raw.send(
            new ProducerRecord<>(
                topic, 0, bytes(key), value, headers.orElseGet(RecordHeaders::new)))
        .get(30, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(Directory directory, DirectoryEntry entry) throws Exception {
    directory.put(entry).get(30, TimeUnit.SECONDS);
  }

  private static NewKey newKey() {
    return NewKey.create(
        "assent_approver",
        WORKSPACE,
        Principal.Kind.PERSON,
        "ann",
        Set.of(Scope.APPROVER),
        Set.of("sre"),
        NOON);
  }

  private static DirectoryEntry.Agent agent(String id, String name, boolean active) {
    return new DirectoryEntry.Agent(
        id,
        name,
        new AgentAddress("acme", "prod", name),
        WORKSPACE,
        name,
        "stream",
        NOON,
        active,
        "ann",
        Optional.empty());
  }
}
