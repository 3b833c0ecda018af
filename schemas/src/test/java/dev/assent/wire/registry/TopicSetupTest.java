package dev.assent.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.id.AgentAddress;
import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.format.Schemas;
import dev.assent.wire.setup.BrokerSetup;
import dev.assent.wire.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/// On a real broker, with a registry.
class TopicSetupTest {
  @Test
  void everyTopicOfTheList_isThere_asItIsWritten() throws Exception {
    Connection connection = TestBroker.freshTopics();

    try (Admin admin = Admin.create(connection.clientProperties())) {
      List<Topics.Topic> topics = connection.topics().all();
      Map<String, TopicDescription> found =
          admin
              .describeTopics(topics.stream().map(Topics.Topic::name).toList())
              .allTopicNames()
              .get();
      for (Topics.Topic topic : topics) {
        assertThat(Objects.requireNonNull(found.get(topic.name())).partitions())
            .hasSize(topic.partitions().orElse(connection.partitions()));
        assertThat(setting(admin, topic, "cleanup.policy"))
            .isEqualTo(topic.compacted() ? "compact" : "delete");
        assertThat(setting(admin, topic, "retention.ms"))
            .isEqualTo(topic.kept().map(Duration::toMillis).orElse(-1L).toString());
      }
    }
  }

  @Test
  void everySchema_isRegistered_andHeldToFullTransitive() throws Exception {
    Connection connection = TestBroker.freshTopics();

    SchemaRegistryClient registry = SchemaRegistryClient.of(connection);
    List<String> expected =
        connection.topics().all().stream()
            .flatMap(
                topic ->
                    topic.subjects().stream()
                        .map(record -> Schemas.subject(topic.name(), Schemas.named(record))))
            .toList();
    assertThat(registry.subjects()).containsAll(expected);
    assertThat(expected)
        .allSatisfy(
            subject -> assertThat(registry.compatibility(subject)).contains("FULL_TRANSITIVE"));
  }

  @Test
  void severalServices_mayDoItAtOnce_andAgain() throws Exception {
    Connection connection = prefixed(TestBroker.freshTopics(), "at-once.");
    Callable<Void> ensure =
        () -> {
          TopicSetup.ensure(connection);
          return null;
        };

    try (ExecutorService services = Executors.newFixedThreadPool(4)) {
      for (Future<Void> done : services.invokeAll(List.of(ensure, ensure, ensure, ensure))) {
        done.get();
      }
    }

    try (Admin admin = Admin.create(connection.clientProperties())) {
      assertThat(admin.listTopics().names().get())
          .containsAll(connection.topics().all().stream().map(Topics.Topic::name).toList());
    }
    TopicSetup.ensure(connection);
  }

  @Test
  void anAgentsTopic_isMadeWhenItIsNeeded() throws Exception {
    Connection connection = TestBroker.freshTopics();
    AgentAddress agent = new AgentAddress("local", "default", "checker");

    TopicSetup.ensureAgentTopic(connection, agent);

    String topic = connection.topics().agent(agent).name();
    try (Admin admin = Admin.create(connection.clientProperties())) {
      assertThat(admin.listTopics().names().get()).contains(topic);
    }
    assertThat(SchemaRegistryClient.of(connection).subjects())
        .contains(topic + "-dev.assent.wire.avro.Delivery");
  }

  @Test
  void aTopicThatTakesLessThanWeMayWrite_isNamed() throws Exception {
    Connection connection = TestBroker.freshTopics();
    List<String> topics = connection.topics().all().stream().map(Topics.Topic::name).toList();
    String lowered = connection.topics().events().name();

    try (Admin admin = Admin.create(connection.clientProperties())) {
      assertThat(TopicSetup.tooSmall(admin, topics)).isEmpty();
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, lowered);
      AlterConfigOp change =
          new AlterConfigOp(new ConfigEntry("max.message.bytes", "500"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(TopicSetup.tooSmall(admin, topics))
                      .containsExactly(lowered + " has max.message.bytes=500 instead of 1048588"));
    }
  }

  @Test
  void aStreamsGroup_getsItsTakeoverTimes_butNoneBelowTheBrokersBounds() throws Exception {
    Connection connection = TestBroker.freshTopics();
    BrokerSetup.Group wanted =
        new BrokerSetup.Group(Duration.ofMillis(1), Duration.ofMillis(500), 1);

    BrokerSetup.check(connection);
    BrokerSetup.configure(connection, "some-group", wanted);

    try (Admin admin = Admin.create(connection.clientProperties())) {
      // The controller has taken them; the broker that is asked learns of them a moment later.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(groupSettings(admin, "some-group"))
                      .containsEntry("streams.session.timeout.ms", "1000")
                      .containsEntry("streams.heartbeat.interval.ms", "500")
                      .containsEntry("streams.num.standby.replicas", "1")
                      .containsEntry("streams.initial.rebalance.delay.ms", "0")
                      .containsEntry("streams.assignment.interval.ms", "0"));
    }
  }

  private static Map<String, String> groupSettings(Admin admin, String name) throws Exception {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, name);
    return Objects.requireNonNull(admin.describeConfigs(List.of(group)).all().get().get(group))
        .entries()
        .stream()
        .collect(Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
  }

  private static String setting(Admin admin, Topics.Topic topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    return Objects.requireNonNull(
            admin.describeConfigs(List.of(resource)).all().get().get(resource))
        .get(name)
        .value();
  }

  private static Connection prefixed(Connection connection, String more) {
    return new Connection(
        connection.bootstrapServers(),
        connection.kafkaProperties(),
        connection.registryUrl(),
        connection.registryUserInfo(),
        connection.topicPrefix() + more,
        connection.partitions(),
        connection.replicationFactor(),
        connection.stateDir(),
        connection.doors());
  }
}
