package dev.assent.platform.streams;

import dev.assent.platform.kafka.Progress.Seen;
import dev.assent.platform.kafka.ProgressWatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/// How far one instance of a Kafka Streams application is: what is committed, against where the log
/// ends. A log ends in markers of transactions, which are nothing to do and which nobody commits:
/// then the consumer is asked whether it has read to the end.
///
/// What lies behind a transaction that somebody left open is not there yet: `assent doctor` tells.
public final class StreamsProgress implements ProgressWatch.Look {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /// A thread that died a moment ago may have read to the end, too, each time.
  private static final Duration DEATH_COUNTS = Duration.ofSeconds(30);

  private static final double POLLED_WITHIN_SECONDS = 5;

  private final KafkaStreams streams;
  private final Admin admin;
  private final String group;
  private final Predicate<TopicPartition> readApart;

  /// When each was last owned: while a thread is replaced nobody owns its partitions.
  private final Map<TopicPartition, Long> owned = new ConcurrentHashMap<>();

  private volatile long died = System.nanoTime() - DEATH_COUNTS.toNanos();

  /// @param readApart whether a partition, which the consumer itself does not read, is read to its
  ///   end
  public StreamsProgress(
      KafkaStreams streams, Admin admin, String group, Predicate<TopicPartition> readApart) {
    this.streams = streams;
    this.admin = admin;
    this.group = group;
    this.readApart = readApart;
  }

  /// A thread of the application dies; called on it, while its partitions are still its own: one
  /// that dies of its first record owns them for moments only.
  public void died() {
    died = System.nanoTime();
    own(died);
  }

  @Override
  public Map<TopicPartition, Seen> look()
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<TopicPartition> mine = mine();
    if (mine.isEmpty()) {
      admin.describeCluster().clusterId().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return Map.of(); // nothing to do, by brokers that answer
    }
    return look(mine);
  }

  private Map<TopicPartition, Seen> look(Set<TopicPartition> mine)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listStreamsGroupOffsets(
                Map.of(group, new ListStreamsGroupOffsetsSpec().topicPartitions(mine)))
            .partitionsToOffsetAndMetadata(group)
            .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin
            .listOffsets(mine.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
            .all()
            .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, Seen> seen = new HashMap<>();
    ends.forEach((partition, end) -> seen.put(partition, seen(committed.get(partition), end)));
    Set<TopicPartition> behind =
        seen.entrySet().stream()
            .filter(one -> !one.getValue().done())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    for (TopicPartition partition : readToTheEnd(behind)) {
      seen.computeIfPresent(partition, (_, one) -> new Seen(one.offset(), one.end(), true));
    }
    return seen;
  }

  private static Seen seen(@Nullable OffsetAndMetadata committed, ListOffsetsResultInfo end) {
    long offset = committed == null ? 0 : committed.offset();
    return new Seen(offset, end.offset(), offset >= end.offset());
  }

  private Set<TopicPartition> mine() {
    long now = System.nanoTime();
    own(now);
    owned.values().removeIf(at -> now - at > DEATH_COUNTS.toNanos());
    return Set.copyOf(owned.keySet());
  }

  private void own(long now) {
    streams
        .metadataForLocalThreads()
        .forEach(
            thread ->
                thread
                    .activeTasks()
                    .forEach(task -> task.topicPartitions().forEach(p -> owned.put(p, now))));
  }

  private Set<TopicPartition> readToTheEnd(Set<TopicPartition> behind) {
    if (behind.isEmpty() || System.nanoTime() - died < DEATH_COUNTS.toNanos()) {
      return Set.of();
    }
    Set<String> hanging = new HashSet<>();
    Map<TopicPartition, String> atEnd = new HashMap<>();
    streams.metrics().forEach((name, metric) -> read(name, metric, hanging, atEnd));
    Set<TopicPartition> done = new HashSet<>();
    for (TopicPartition partition : behind) {
      String consumer = atEnd.get(partition);
      boolean apart = hanging.isEmpty() && readApart.test(partition);
      if (apart || (consumer != null && !hanging.contains(consumer))) {
        done.add(partition);
      }
    }
    return done;
  }

  private static void read(
      MetricName name, Metric metric, Set<String> hanging, Map<TopicPartition, String> atEnd) {
    String client = name.tags().getOrDefault("client-id", "");
    if (name.name().equals("last-poll-seconds-ago") && metric.metricValue() instanceof Double ago) {
      if (ago > POLLED_WITHIN_SECONDS && client.endsWith("-consumer") && !isOther(client)) {
        hanging.add(client);
      }
    } else if (name.name().equals("records-lag")
        && metric.metricValue() instanceof Double lag
        && lag == 0
        && name.tags().containsKey("partition")) {
      String topic = name.tags().getOrDefault("topic", "");
      int partition = Integer.parseInt(name.tags().getOrDefault("partition", "0"));
      atEnd.put(new TopicPartition(topic, partition), client);
    }
  }

  /// Consumers that restore stores poll only when there is something to restore.
  private static boolean isOther(String client) {
    return client.endsWith("-restore-consumer") || client.endsWith("-global-consumer");
  }
}
