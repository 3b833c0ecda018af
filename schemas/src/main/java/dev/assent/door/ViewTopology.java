package dev.assent.door;

import dev.assent.wire.Connection;
import dev.assent.wire.RocksMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.TopicConfig;
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
  private static final String SOURCE = "events";
  private static final String VIEWS = "views";

  /// A changelog is what a start without local files reads, so it is kept near the size of the
  /// state: small segments that are compacted early.
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG,
          String.valueOf(64 * 1024 * 1024),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2");

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
              .withLoggingEnabled(CHANGELOG)
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
    config.put(StreamsConfig.STATE_DIR_CONFIG, connection.localStores().toString());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) connection.replicationFactor());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
    config.put(StreamsConfig.POLL_MS_CONFIG, 100);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
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
}
