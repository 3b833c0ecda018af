package dev.assent.lifecycle.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/// What the brokers say a topic takes.
///
/// @param mayWrite whether we may write to it
/// @param batchBytesMax of a batch as it is sent; empty when the brokers do not tell
record TopicTerms(boolean mayWrite, OptionalInt batchBytesMax) {
  /// In doubt a topic takes everything.
  static final TopicTerms UNKNOWN = new TopicTerms(true, OptionalInt.empty());

  private static final Duration ASK_AT_MOST = Duration.ofMillis(500);

  /// Asks on the spot, with a short deadline. What is not told, or not told in time, is unknown.
  static TopicTerms of(Admin admin, String topic) {
    long deadline = System.nanoTime() + ASK_AT_MOST.toNanos();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    KafkaFuture<Map<String, TopicDescription>> rights =
        admin
            .describeTopics(
                List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .allTopicNames();
    KafkaFuture<Map<ConfigResource, Config>> configs =
        admin.describeConfigs(List.of(resource)).all();
    boolean mayWrite =
        within(deadline, rights)
            .map(found -> found.get(topic))
            .map(TopicDescription::authorizedOperations)
            .map(operations -> operations.contains(AclOperation.WRITE))
            .orElse(UNKNOWN.mayWrite());
    OptionalInt bytes =
        within(deadline, configs)
            .map(found -> found.get(resource))
            .map(found -> found.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
            .map(ConfigEntry::value)
            .map(value -> OptionalInt.of(Integer.parseInt(value)))
            .orElse(UNKNOWN.batchBytesMax());
    return new TopicTerms(mayWrite, bytes);
  }

  private static <T> Optional<T> within(long deadline, KafkaFuture<T> answer) {
    try {
      return Optional.of(
          answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Why it does not take a record; empty when it does.
  Optional<String> against(byte[] key, byte[] value) {
    if (!mayWrite) {
      return Optional.of("the brokers do not let the processor write there (ACLs)");
    }
    if (batchBytesMax.isEmpty()) {
      return Optional.empty();
    }
    int bytes = sent(key, value);
    return bytes <= batchBytesMax.getAsInt()
        ? Optional.empty()
        : Optional.of(
            "it has "
                + bytes
                + " bytes as it is sent, and the topic's max.message.bytes is "
                + batchBytesMax.getAsInt());
  }

  /// A batch that is too large is split by the producer, down to single records, compressed as
  /// [StreamsSettings] says.
  private static int sent(byte[] key, byte[] value) {
    return MemoryRecords.withRecords(
            RecordBatch.CURRENT_MAGIC_VALUE,
            0,
            Compression.lz4().build(),
            TimestampType.CREATE_TIME,
            new SimpleRecord(0, key, value))
        .sizeInBytes();
  }
}
