package dev.assent.wire.registry;

import dev.assent.contract.id.AgentAddress;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.setup.AdminCalls;
import dev.assent.wire.topic.Topics;
import dev.assent.wire.topic.Topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Makes the topics of [Topics] exist, with their schemas registered ([SchemaSetup]). It changes
/// nothing that is there already, so every service may do it at its start, several at once.
public final class TopicSetup implements AutoCloseable {
  /// The level every subject is held to: any version reads any other.
  public static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private static final Duration EXISTS_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /// From three replicas on, two must have a record before it is acknowledged (DESIGN section 2,
  /// promise 1).
  private static final int REPLICAS_FOR_TWO_IN_SYNC = 3;

  /// Kafka's own default, written down because [dev.assent.contract.value.Limits#RECORD_BYTES_MAX]
  /// relies on it.
  private static final int MESSAGE_BYTES_MAX = 1_048_588;

  private final Connection connection;
  private final Admin admin;

  public TopicSetup(Connection connection) {
    this.connection = connection;
    this.admin = Admin.create(connection.clientProperties());
  }

  /// Every topic but the agents' own. Returns once they can be used.
  public static void ensure(Connection connection) {
    try (TopicSetup setup = new TopicSetup(connection)) {
      setup.ensureAll();
    }
  }

  /// The topic of one agent.
  public static void ensureAgentTopic(Connection connection, AgentAddress agent) {
    try (TopicSetup setup = new TopicSetup(connection)) {
      setup.ensureAgentTopic(agent);
    }
  }

  /// Which of some topics take less than what we may write: the first record that is larger stops
  /// whoever writes it.
  ///
  /// @return in words, each with its setting and what it should be; in the topics' order
  public static List<String> tooSmall(Admin admin, List<String> topics) {
    List<ConfigResource> resources =
        topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, Config> found =
        AdminCalls.await("the settings of topics", admin.describeConfigs(resources).all());
    List<String> small = new ArrayList<>();
    for (ConfigResource resource : resources) {
      Optional.ofNullable(found.get(resource))
          .map(config -> config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
          .map(ConfigEntry::value)
          .filter(value -> Long.parseLong(value) < MESSAGE_BYTES_MAX)
          .ifPresent(
              value ->
                  small.add(
                      resource.name()
                          + " has max.message.bytes="
                          + value
                          + " instead of "
                          + MESSAGE_BYTES_MAX));
    }
    return small;
  }

  public void ensureAll() {
    ensure(connection.topics().all());
  }

  public void ensureAgentTopic(AgentAddress agent) {
    ensure(List.of(connection.topics().agent(agent)));
  }

  private void ensure(List<Topic> topics) {
    create(topics);
    awaitLeaders(topics.stream().map(Topic::name).toList());
    SchemaSetup.ensure(connection, topics);
  }

  private void create(List<Topic> topics) {
    Set<String> present = AdminCalls.await("the names of all topics", admin.listTopics().names());
    short replicas = replicas();
    List<NewTopic> wanted = new ArrayList<>();
    for (Topic topic : topics) {
      if (!present.contains(topic.name())) {
        wanted.add(
            new NewTopic(
                    topic.name(),
                    topic.partitions().or(() -> Optional.of(connection.partitions())),
                    Optional.of(replicas))
                .configs(configs(topic, replicas)));
      }
    }
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(wanted).values().entrySet()) {
      try {
        created.getValue().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // another service was first
          throw AdminCalls.failed("to create topic " + created.getKey(), e.getCause());
        }
      } catch (InterruptedException e) {
        throw AdminCalls.interrupted(e);
      }
    }
  }

  private static Map<String, String> configs(Topic topic, int replicas) {
    Map<String, String> configs = new HashMap<>();
    configs.put("cleanup.policy", topic.compacted() ? "compact" : "delete");
    configs.put("retention.ms", topic.kept().map(Duration::toMillis).orElse(-1L).toString());
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MESSAGE_BYTES_MAX));
    if (replicas >= REPLICAS_FOR_TWO_IN_SYNC) {
      configs.put("min.insync.replicas", "2");
    }
    return configs;
  }

  private short replicas() {
    if (connection.replicationFactor() > 0) {
      return connection.replicationFactor();
    }
    return AdminCalls.brokerSetting(admin, "default.replication.factor")
        .map(Short::valueOf)
        .orElse((short) 1);
  }

  /// A topic can be created and not yet known to every broker, or without leaders.
  private void awaitLeaders(Collection<String> names) {
    long deadline = System.nanoTime() + EXISTS_WITHIN.toNanos();
    while (!haveLeaders(names)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "expected topics "
                + names
                + " to have leaders within "
                + EXISTS_WITHIN
                + ", but they have not");
      }
      AdminCalls.pause(LOOK_EVERY);
    }
  }

  private boolean haveLeaders(Collection<String> names) {
    try {
      return admin.describeTopics(names).allTopicNames().get().values().stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw AdminCalls.failed("to describe topics " + names, e.getCause());
    } catch (InterruptedException e) {
      throw AdminCalls.interrupted(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
