package dev.assent.wire.setup;

import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.topic.Topics;
import dev.assent.wire.topic.Topics.Topic;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/// What a deployment needs once before its doors seal what they write (ADR 0034).
public final class DoorsSetup {
  private DoorsSetup() {}

  /// A key for `assent.doors.key`: 256 random bits.
  public static String freshKey() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /// Where the sealed topics end now: what is before needs no seal ([Doors#unsealedBefore]).
  /// Partitions with nothing in them are left out.
  public static Map<String, Long> ends(Connection connection) {
    Topics topics = connection.topics();
    try (Admin admin = Admin.create(connection.clientProperties())) {
      Set<String> present = AdminCalls.await("the names of all topics", admin.listTopics().names());
      List<String> sealed =
          List.of(topics.commands(), topics.directory(), topics.schemas()).stream()
              .map(Topic::name)
              .filter(present::contains)
              .toList();
      Map<String, TopicDescription> described =
          AdminCalls.await("its topics", admin.describeTopics(sealed).allTopicNames());
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      described.forEach(
          (name, topic) ->
              topic
                  .partitions()
                  .forEach(
                      partition ->
                          asked.put(
                              new TopicPartition(name, partition.partition()),
                              OffsetSpec.latest())));
      Map<TopicPartition, ListOffsetsResultInfo> found =
          AdminCalls.await("where its topics end", admin.listOffsets(asked).all());
      Map<String, Long> ends = new HashMap<>();
      found.forEach(
          (partition, end) -> {
            if (end.offset() > 0) {
              ends.put(partition.toString(), end.offset());
            }
          });
      return ends;
    }
  }
}
