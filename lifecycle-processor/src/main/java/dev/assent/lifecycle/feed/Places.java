package dev.assent.lifecycle.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/// Where partitions are read.
@FunctionalInterface
interface Places {
  /// A partition's leader, and its topic's id.
  record Place(Node leader, Uuid topic) {}

  Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /// Of all partitions of the topics that have a leader.
  ///
  /// @throws IllegalStateException when the brokers do not say
  Map<TopicPartition, Place> of(Collection<String> topics);

  static Places of(Admin admin) {
    return topics -> {
      try {
        return found(
            admin
                .describeTopics(topics)
                .allTopicNames()
                .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("expected the leaders of " + topics + ", but got " + e, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while looking for leaders", e);
      }
    };
  }

  private static Map<TopicPartition, Place> found(Map<String, TopicDescription> topics) {
    Map<TopicPartition, Place> places = new HashMap<>();
    for (TopicDescription topic : topics.values()) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        if (partition.leader() != null && !partition.leader().isEmpty()) {
          places.put(
              new TopicPartition(topic.name(), partition.partition()),
              new Place(partition.leader(), topic.topicId()));
        }
      }
    }
    return places;
  }
}
