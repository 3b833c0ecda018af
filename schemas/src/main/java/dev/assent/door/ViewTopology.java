package dev.assent.door;

import dev.assent.wire.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/// What [KafkaViews] runs: one source, one processor, its stores; and how.
final class ViewTopology {
  private static final int START_WITHIN_SECONDS = 30;
  private static final String SOURCE = "events";
  private static final String VIEWS = "views";

  private ViewTopology() {}

  static Topology build(
      String topic, List<String> stores, ProcessorSupplier<byte[], byte[], Void, Void> views) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Topology topology = new Topology();
    // No view uses the record's time, so that one with an odd time is folded like any other.
    TimestampExtractor time = (event, before) -> Math.max(event.timestamp(), 0);
    topology.addSource(AutoOffsetReset.earliest(), SOURCE, time, bytes, bytes, topic);
    topology.addProcessor(VIEWS, views, SOURCE);
    for (String store : stores) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
              .withLoggingEnabled(Map.of())
              .withCachingDisabled(),
          VIEWS);
    }
    return topology;
  }

  static StreamsConfig config(Connection connection, String group, Positions positions) {
    Map<String, Object> config = new HashMap<>(connection.clientProperties());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    config.put(StreamsConfig.STATE_DIR_CONFIG, connection.stateDir().toString());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) connection.replicationFactor());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
    config.put(StreamsConfig.POLL_MS_CONFIG, 100);
    consumer(config, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer(config, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer(config, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    consumer(config, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    consumer(
        config,
        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
        List.of(Positions.Interceptor.class.getName()));
    consumer(config, Positions.PROPERTY, positions);
    return new StreamsConfig(config);
  }

  private static void consumer(Map<String, Object> config, String name, Object value) {
    config.put(StreamsConfig.mainConsumerPrefix(name), value);
  }

  /// How many partitions the events topic has.
  static int partitions(Admin admin, Connection connection) {
    String topic = connection.topics().events().name();
    try {
      Map<String, TopicDescription> found =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(START_WITHIN_SECONDS, TimeUnit.SECONDS);
      return Objects.requireNonNull(found.get(topic)).partitions().size();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "expected topic "
              + topic
              + " at "
              + connection.bootstrapServers()
              + ", but "
              + (e.getCause() == null ? "there was no answer" : e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for topic " + topic, e);
    }
  }
}
