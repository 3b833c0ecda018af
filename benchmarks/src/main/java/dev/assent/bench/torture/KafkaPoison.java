package dev.assent.bench.torture;

import dev.assent.testing.kafka.KafkaRawBatches;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// Throws [Poison] on the public topics, between the genuine requests of every partition.
final class KafkaPoison implements Neighbours.Nuisance {
  private static final int ANSWER_SECONDS = 30;

  private final Connection connection;
  private final Node broker;
  private final long seed;
  private final int partitions;
  private final Misdeeds misdeeds;
  private int number;

  private KafkaPoison(
      Connection connection, Node broker, int partitions, long seed, Misdeeds misdeeds) {
    this.connection = connection;
    this.broker = broker;
    this.partitions = partitions;
    this.seed = seed;
    this.misdeeds = misdeeds;
  }

  /// While everything is up: the one broker comes back where it was.
  static KafkaPoison of(Connection connection, long seed, Misdeeds misdeeds)
      throws InterruptedException {
    String topic = connection.topics().reports().name();
    try (Admin admin = Admin.create(connection.clientProperties())) {
      Node broker =
          admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS).iterator().next();
      int partitions =
          admin
              .describeTopics(List.of(topic))
              .topicNameValues()
              .values()
              .iterator()
              .next()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .partitions()
              .size();
      return new KafkaPoison(connection, broker, partitions, seed, misdeeds);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("expected the broker to say where it is, but " + e, e);
    }
  }

  @Override
  public void once() throws InterruptedException {
    Poison poison = Poison.of(seed, number++);
    Thread.sleep(poison.pauseMillis());
    Topics topics = connection.topics();
    String topic = (poison.reports() ? topics.reports() : topics.submissions()).name();
    int partition = new Random(poison.time()).nextInt(partitions);
    Poison.Content content = poison.content();
    try {
      MemoryRecords batch =
          KafkaRawBatches.of(
              poison.codec(), poison.time(), content.records(), content.begin(), content.zeros());
      misdeeds.throwing(topic, poison);
      Errors answer =
          KafkaRawBatches.produce(
              connection.clientProperties(), broker, new TopicPartition(topic, partition), batch);
      if (answer == Errors.NONE) {
        misdeeds.taken(poison);
      }
    } catch (IOException | KafkaException _) {
      // unknown: it may be there or not
    }
  }
}
