package dev.assent.cli.doctor;

import dev.assent.cli.kafka.Looks;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Looks how far a group that works on our topics is, and whether it moves.
final class GroupChecks {
  /// Some seconds of work on a small machine.
  private static final long LAG_MANY = 5_000;

  /// What works commits many times in this.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::toString);

  private final Admin admin;
  private final Map<String, Object> connection;

  GroupChecks(Admin admin, Map<String, Object> connection) {
    this.admin = admin;
    this.connection = Map.copyOf(connection);
  }

  Check run(GroupListing group) {
    Map<TopicPartition, Behind> before = behind(group);
    long lag = before.values().stream().mapToLong(Behind::records).sum();
    Map<TopicPartition, Behind> standing = before.isEmpty() ? before : standing(group, before);
    if (!standing.isEmpty()) {
      return stands(group, standing);
    }
    return lag <= LAG_MANY
        ? Check.ok(group.groupId(), lag + " records behind")
        : Check.warn(
            group.groupId(),
            lag + " records behind",
            "It is catching up, or too slow: if the number does not fall, add instances or look at"
                + " its log.");
  }

  private static Check stands(GroupListing group, Map<TopicPartition, Behind> standing) {
    String found =
        standing.entrySet().stream()
            .map(one -> one.getKey() + " stands still at offset " + one.getValue().offset())
            .collect(Collectors.joining(", "));
    String advice =
        "What lies behind it waits. Its log and /health/readiness tell since when and why; a"
            + " message that is being tried again moves on by itself.";
    return group.groupId().endsWith("assent-lifecycle")
        ? Check.fail(group.groupId(), found, advice)
        : Check.warn(group.groupId(), found, advice);
  }

  /// @param records that are read and not done, or not read
  private record Behind(long offset, long records) {}

  private Map<TopicPartition, Behind> behind(GroupListing group) {
    Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>(committed(group));
    read.values().removeIf(offset -> offset == null);
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    read.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    var ends =
        Looks.await(
            admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
    Map<TopicPartition, Behind> behind = new TreeMap<>(BY_NAME);
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata at = read.get(partition);
          if (at != null && end.offset() > at.offset()) {
            behind.put(partition, new Behind(at.offset(), end.offset() - at.offset()));
          }
        });
    return behind;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(GroupListing group) {
    String id = group.groupId();
    return group.type().filter(GroupType.STREAMS::equals).isPresent()
        ? Looks.await(
            admin
                .listStreamsGroupOffsets(Map.of(id, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(id))
        : Looks.await(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata());
  }

  /// Those that have not moved a little later and have a record to do. What lies at the end of a
  /// log may be nothing but the marks of transactions, which nobody commits.
  private Map<TopicPartition, Behind> standing(
      GroupListing group, Map<TopicPartition, Behind> before) {
    Map<TopicPartition, Behind> suspected = new TreeMap<>(BY_NAME);
    before.forEach(
        (partition, one) -> {
          if (isRecordAt(partition, one.offset())) {
            suspected.put(partition, one);
          }
        });
    if (suspected.isEmpty()) {
      return suspected;
    }
    pause();
    Map<TopicPartition, Behind> after = behind(group);
    suspected.entrySet().removeIf(one -> !isAt(after.get(one.getKey()), one.getValue().offset()));
    return suspected;
  }

  private static boolean isAt(@Nullable Behind now, long offset) {
    return now != null && now.offset() == offset;
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Looks.FailedException("was not waited for", e);
    }
  }

  private boolean isRecordAt(TopicPartition partition, long offset) {
    Map<String, Object> properties = new HashMap<>(connection);
    properties.put("isolation.level", "read_committed");
    properties.put("max.poll.records", 1);
    properties.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, offset);
      long deadline = System.nanoTime() + READ_WITHIN.toNanos();
      while (consumer.position(partition) < end && System.nanoTime() < deadline) {
        ConsumerRecords<byte[], byte[]> read = consumer.poll(Duration.ofMillis(200));
        if (!read.isEmpty()) {
          return true;
        }
      }
      return false;
    } catch (OutOfMemoryError _) {
      return true; // one that is too large to be held here
    }
  }
}
