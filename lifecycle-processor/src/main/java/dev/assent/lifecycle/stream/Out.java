package dev.assent.lifecycle.stream;

import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/// Where a record on its way out goes: its key, and with it the topic (of an agent) and the
/// partition. Travels as the key inside the topology, because a partitioner sees nothing else.
sealed interface Out {
  /// The key as it is written: the id's text, so that plain Kafka tools can read it.
  byte @Nullable [] key();

  /// Which of `partitions`; empty leaves it to the producer.
  Optional<Set<Integer>> partition(int partitions);

  /// Everything of one intent is in one partition (DESIGN section 5).
  record ToIntent(IntentId root) implements Out {
    @Override
    public byte[] key() {
      return text(root.toString());
    }

    @Override
    public Optional<Set<Integer>> partition(int partitions) {
      return Optional.of(Set.of(Partitions.of(root, partitions)));
    }
  }

  /// One agent's own topic.
  record ToAgent(IntentId root, String topic) implements Out {
    @Override
    public byte[] key() {
      return text(root.toString());
    }

    @Override
    public Optional<Set<Integer>> partition(int partitions) {
      return Optional.of(Set.of(Partitions.of(root, partitions)));
    }
  }

  /// The results partition on which a door listens. A number beyond the topic's partitions (from a
  /// door that knows another topic) must not end the thread; nobody listens there anyway.
  record ToDoor(CommandId command, int answerTo) implements Out {
    @Override
    public byte[] key() {
      return text(command.toString());
    }

    @Override
    public Optional<Set<Integer>> partition(int partitions) {
      return Optional.of(Set.of(Math.floorMod(answerTo, partitions)));
    }
  }

  /// The answer to a producer on a public topic: under its request's id, in the partition where
  /// Kafka's own partitioner puts that key, so that the producer knows where to look.
  record ToProducer(UUID requestId) implements Out {
    @Override
    public byte[] key() {
      return text(requestId.toString());
    }

    @Override
    public Optional<Set<Integer>> partition(int partitions) {
      return Optional.of(Set.of(BuiltInPartitioner.partitionForKey(key(), partitions)));
    }
  }

  /// The dead letters, under the key the record came with.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ToDeadLetters(byte @Nullable [] key) implements Out {
    @Override
    public Optional<Set<Integer>> partition(int partitions) {
      return Optional.empty();
    }
  }

  /// The dead letters, for a delivery that its agent's topic does not take.
  ///
  /// @param topic the agent's
  /// @param why a word for metrics
  record Undeliverable(IntentId root, String topic, String why) implements Out {
    @Override
    public byte[] key() {
      return text(root.toString());
    }

    @Override
    public Optional<Set<Integer>> partition(int partitions) {
      return Optional.of(Set.of(Partitions.of(root, partitions)));
    }
  }

  private static byte[] text(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
