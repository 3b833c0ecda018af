package dev.assent.cli.doctor;

import dev.assent.cli.kafka.Looks;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryState;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.registry.SchemaRegistryClient;
import dev.assent.wire.registry.TopicSetup;
import dev.assent.wire.setup.BrokerSetup;
import dev.assent.wire.topic.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;

/// Looks at the brokers, the topics, the registry and the services that work on the topics.
final class BrokerChecks {
  private final Connection connection;
  private final Clock clock;

  BrokerChecks(Connection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    try (Admin admin = Admin.create(connection.clientProperties())) {
      checks.add(cluster(admin));
      checks.add(features(admin));
      checks.add(topics(admin));
      room(admin).ifPresent(checks::add);
      checks.addAll(services(admin));
      checks.addAll(new TransactionChecks(clock, connection.topicPrefix()).run(admin));
    } catch (Looks.FailedException e) {
      checks.add(
          Check.fail(
              "broker",
              connection.bootstrapServers() + " " + e.getMessage(),
              "Is the broker up, and is --bootstrap-servers (and --kafka-config) right? The topics"
                  + " and services were not looked at."));
    }
    checks.add(registry(checks.getFirst().level() == Check.Level.OK));
    return checks;
  }

  private Check cluster(Admin admin) {
    int nodes = Looks.await(admin.describeCluster().nodes()).size();
    return Check.ok(
        "broker",
        nodes + (nodes == 1 ? " node" : " nodes") + " at " + connection.bootstrapServers());
  }

  private static Check features(Admin admin) {
    try {
      BrokerSetup.check(admin);
      return Check.ok("features", "the cluster can keep Assent's promises");
    } catch (IllegalStateException e) {
      return Check.fail("features", "the cluster lacks something", String.valueOf(e.getMessage()));
    }
  }

  private Check topics(Admin admin) {
    Set<String> present = Looks.await(admin.listTopics().names());
    List<String> names = connection.topics().all().stream().map(Topics.Topic::name).toList();
    List<String> missing = names.stream().filter(name -> !present.contains(name)).toList();
    if (!missing.isEmpty()) {
      return Check.fail(
          "topics",
          "missing: " + String.join(", ", missing),
          "Each service makes them when it starts: start one, with the right to create topics.");
    }
    Map<String, TopicDescription> found = Looks.await(admin.describeTopics(names).allTopicNames());
    Set<Integer> counts = new TreeSet<>();
    for (Topics.Topic topic :
        List.of(
            connection.topics().commands(),
            connection.topics().events(),
            connection.topics().audit())) {
      counts.add(description(found, topic.name()).partitions().size());
    }
    if (counts.size() > 1) {
      return Check.fail(
          "topics",
          "commands, events and audit differ in partitions: " + counts,
          "Their number is fixed at creation and must be one; changing it is a migration.");
    }
    return Check.ok(
        "topics", names.size() + " are there, " + counts.iterator().next() + " partitions each");
  }

  /// Whether our topics take the largest records we may write; nothing when there are none yet.
  private Optional<Check> room(Admin admin) {
    Set<String> present = Looks.await(admin.listTopics().names());
    Stream<String> changelogs =
        present.stream()
            .filter(name -> name.startsWith(connection.topicPrefix() + "assent-lifecycle-"))
            .sorted();
    List<String> names =
        Stream.concat(connection.topics().all().stream().map(Topics.Topic::name), changelogs)
            .filter(present::contains)
            .toList();
    try {
      List<String> small = TopicSetup.tooSmall(admin, names);
      return small.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Check.fail(
                  "record size",
                  String.join(", ", small),
                  "The first record that is larger stops its partition. Set it back with"
                      + " kafka-configs.sh --alter --entity-type topics (docs/kafka.md)."));
    } catch (IllegalStateException e) {
      return Optional.of(
          Check.warn(
              "record size",
              "could not be looked at: " + e.getMessage(),
              "Give the operator DESCRIBE_CONFIGS on the topics with 'assent acls apply'."));
    }
  }

  private static TopicDescription description(Map<String, TopicDescription> found, String name) {
    TopicDescription description = found.get(name);
    if (description == null) {
      throw new Looks.FailedException("did not describe topic " + name);
    }
    return description;
  }

  /// The groups of our own: one works on the commands, the others keep views.
  private List<Check> services(Admin admin) {
    List<Check> checks = new ArrayList<>();
    boolean processor = false;
    for (GroupListing group : Looks.await(admin.listGroups().all())) {
      if (!group.groupId().startsWith(connection.topicPrefix() + "assent-")) {
        continue;
      }
      boolean running =
          group
              .groupState()
              .filter(state -> state != GroupState.EMPTY && state != GroupState.DEAD)
              .isPresent();
      processor |= running && group.groupId().endsWith("assent-lifecycle");
      if (running) {
        checks.add(new GroupChecks(admin, connection.readerProperties()).run(group));
      }
    }
    if (!processor) {
      checks.add(
          Check.fail(
              "lifecycle",
              "no lifecycle-processor is at work",
              "Start one: until then commands are kept, but nothing is answered and no timer"
                  + " fires."));
    }
    return checks;
  }

  /// @param brokers whether they answer, who know which schemas have which ids
  private Check registry(boolean brokers) {
    try {
      if (!brokers) {
        int subjects = SchemaRegistryClient.of(connection).subjects().size();
        return Check.ok("registry", "answers, with " + subjects + " subjects; not compared");
      }
      return compared(new RegistryState(connection).compare());
    } catch (RegistryUnavailableException _) {
      return Check.fail(
          "registry",
          "does not answer at " + connection.registryUrl(),
          "Start it, or name its place with --registry-url. Our own records are read without it,"
              + " those of other writers are not.");
    } catch (RegistryException | KafkaException e) {
      return Check.fail(
          "registry",
          String.valueOf(e.getMessage()),
          "Is it the right registry, and may we read it? Our own records are read without it.");
    }
  }

  private Check compared(RegistryState.Compared compared) {
    if (compared.count() == 0) {
      return Check.warn(
          "registry",
          "nobody has written down yet which schemas have which ids",
          "Each service does when it starts, by the registry that gave them. Start one.");
    }
    if (!compared.well()) {
      return Check.fail(
          "registry",
          "is not the one our data was written with, or lost schemas: " + compared,
          "'assent registry repair' brings them back. Our own records are read without it; other"
              + " programs cannot read them meanwhile.");
    }
    return Check.ok(
        "registry",
        compared.count() + " schemas of ours under their ids at " + connection.registryUrl());
  }
}
