package dev.assent.cli;

import dev.assent.wire.BrokerSetup;
import dev.assent.wire.Connection;
import dev.assent.wire.RegistryUnavailableException;
import dev.assent.wire.SchemaRegistryClient;
import dev.assent.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Looks at the brokers, the topics, the registry and the services that work on the topics.
final class BrokerChecks {
  private static final long ANSWER_SECONDS = 10;

  /// Some seconds of work on a small machine.
  private static final long LAG_MANY = 5_000;

  private final Connection connection;

  BrokerChecks(Connection connection) {
    this.connection = connection;
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    try (Admin admin = Admin.create(connection.clientProperties())) {
      checks.add(cluster(admin));
      checks.add(features(admin));
      checks.add(topics(admin));
      checks.addAll(services(admin));
    } catch (LookFailed e) {
      checks.add(
          Check.fail(
              "broker",
              connection.bootstrapServers() + " " + e.getMessage(),
              "Is the broker up, and is --bootstrap-servers (and --kafka-config) right? The topics"
                  + " and services were not looked at."));
    }
    checks.add(registry());
    return checks;
  }

  private Check cluster(Admin admin) {
    int nodes = await(admin.describeCluster().nodes()).size();
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
    Set<String> present = await(admin.listTopics().names());
    List<String> names = connection.topics().all().stream().map(Topics.Topic::name).toList();
    List<String> missing = names.stream().filter(name -> !present.contains(name)).toList();
    if (!missing.isEmpty()) {
      return Check.fail(
          "topics",
          "missing: " + String.join(", ", missing),
          "Each service makes them when it starts: start one, with the right to create topics.");
    }
    Map<String, TopicDescription> found = await(admin.describeTopics(names).allTopicNames());
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

  private static TopicDescription description(Map<String, TopicDescription> found, String name) {
    TopicDescription description = found.get(name);
    if (description == null) {
      throw new LookFailed("did not describe topic " + name);
    }
    return description;
  }

  /// The groups of our own: one works on the commands, the others keep views.
  private List<Check> services(Admin admin) {
    List<Check> checks = new ArrayList<>();
    boolean processor = false;
    for (GroupListing group : await(admin.listGroups().all())) {
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
        checks.add(lag(group, lagOf(admin, group)));
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

  private static Check lag(GroupListing group, long lag) {
    return lag <= LAG_MANY
        ? Check.ok(group.groupId(), lag + " records behind")
        : Check.warn(
            group.groupId(),
            lag + " records behind",
            "It is catching up, or too slow: if the number does not fall, add instances or look at"
                + " its log.");
  }

  private static long lagOf(Admin admin, GroupListing group) {
    Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>(committed(admin, group));
    read.values().removeIf(offset -> offset == null);
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    read.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    var ends =
        await(
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
    long lag = 0;
    for (var end : ends.entrySet()) {
      OffsetAndMetadata offset = read.get(end.getKey());
      lag += offset == null ? 0 : Math.max(0, end.getValue().offset() - offset.offset());
    }
    return lag;
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, GroupListing group) {
    String id = group.groupId();
    return group.type().filter(GroupType.STREAMS::equals).isPresent()
        ? await(
            admin
                .listStreamsGroupOffsets(Map.of(id, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(id))
        : await(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata());
  }

  private Check registry() {
    try {
      Set<String> present = new HashSet<>(SchemaRegistryClient.of(connection).subjects());
      List<String> missing = new ArrayList<>();
      for (Topics.Topic topic : connection.topics().all()) {
        for (String record : topic.subjects()) {
          boolean there =
              present.stream()
                  .anyMatch(s -> s.startsWith(topic.name() + "-") && s.endsWith("." + record));
          if (!there) {
            missing.add(record + " of " + topic.name());
          }
        }
      }
      return missing.isEmpty()
          ? Check.ok("registry", present.size() + " subjects at " + connection.registryUrl())
          : Check.warn(
              "registry",
              "has no " + String.join(", ", missing),
              "Each service registers its schemas when it starts. Is this the right registry?");
    } catch (RegistryUnavailableException _) {
      return Check.fail(
          "registry",
          "does not answer at " + connection.registryUrl(),
          "Start it, or name its place with --registry-url: without it records that are not yet"
              + " known cannot be read.");
    }
  }

  /// The brokers did not answer, or refused.
  private static final class LookFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LookFailed(String message) {
      super(message);
    }

    private LookFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return String.valueOf((cause == null ? e : cause).getMessage());
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new LookFailed("refused: " + Text.line(reason(e)), e);
    } catch (TimeoutException e) {
      throw new LookFailed("did not answer within " + ANSWER_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LookFailed("was not waited for", e);
    }
  }
}
