package dev.assent.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/// What lies in every topic of a cluster, Kafka's own ones too.
public record KafkaUsage(SortedMap<String, TopicUsage> topics) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int LOOKS_MAX = 20;

  public static KafkaUsage now(Admin admin) throws InterruptedException {
    try {
      var names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                partition ->
                    latest.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        OffsetSpec.latest()));
      }
      var offsets =
          admin
              .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
              .all()
              .get();
      Map<TopicPartition, Long> bytes = bytes(admin);
      SortedMap<String, TopicUsage> topics = new TreeMap<>();
      offsets.forEach(
          (partition, info) ->
              topics.merge(
                  partition.topic(),
                  new TopicUsage(info.offset(), bytes.getOrDefault(partition, 0L)),
                  TopicUsage::plus));
      return new KafkaUsage(topics);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the brokers do not say what they hold: " + e.getCause(), e);
    }
  }

  /// Once nothing is written to Assent's topics any more: after the last answer a view may still
  /// have to write. Kafka's own topics are as they were at the call, for they never rest.
  public static KafkaUsage settled(Admin admin) throws InterruptedException {
    KafkaUsage first = now(admin);
    KafkaUsage last = first;
    for (int i = 0; i < LOOKS_MAX; i++) {
      Thread.sleep(LOOK_EVERY);
      KafkaUsage next = now(admin);
      boolean rests = next.assents().equals(last.assents());
      last = next;
      if (rests) {
        break;
      }
    }
    SortedMap<String, TopicUsage> topics = new TreeMap<>(last.topics);
    topics.replaceAll(
        (topic, usage) -> isKafkas(topic) ? first.topics.getOrDefault(topic, usage) : usage);
    return new KafkaUsage(topics);
  }

  /// The largest copy of each partition.
  private static Map<TopicPartition, Long> bytes(Admin admin)
      throws InterruptedException, ExecutionException {
    List<Integer> brokers = new ArrayList<>();
    for (Node node : admin.describeCluster().nodes().get()) {
      brokers.add(node.id());
    }
    DescribeLogDirsResult found = admin.describeLogDirs(brokers);
    Map<TopicPartition, Long> bytes = new HashMap<>();
    for (var folders : found.allDescriptions().get().values()) {
      for (var folder : folders.values()) {
        folder
            .replicaInfos()
            .forEach((partition, replica) -> bytes.merge(partition, replica.size(), Math::max));
      }
    }
    return bytes;
  }

  /// What has been written since; topics without any are left out.
  public KafkaUsage since(KafkaUsage before) {
    SortedMap<String, TopicUsage> written = new TreeMap<>();
    topics.forEach(
        (topic, usage) -> {
          TopicUsage more = usage.minus(before.topics.getOrDefault(topic, TopicUsage.NOTHING));
          if (!more.isNothing()) {
            written.put(topic, more);
          }
        });
    return new KafkaUsage(written);
  }

  public static boolean isKafkas(String topic) {
    return topic.startsWith("__");
  }

  /// All topics that are not Kafka's own.
  public TopicUsage assents() {
    return topics.entrySet().stream()
        .filter(entry -> !isKafkas(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(TopicUsage.NOTHING, TopicUsage::plus);
  }

  public TopicUsage kafkas() {
    return topics.entrySet().stream()
        .filter(entry -> isKafkas(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(TopicUsage.NOTHING, TopicUsage::plus);
  }
}
