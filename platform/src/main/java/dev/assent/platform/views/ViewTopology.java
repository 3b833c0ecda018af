package dev.assent.platform.views;

import dev.assent.platform.streams.AnyTime;
import dev.assent.platform.streams.LocalStores;
import dev.assent.platform.streams.NoNegativeTimes;
import dev.assent.platform.streams.RocksMemory;
import dev.assent.platform.streams.StreamsDefaults;
import dev.assent.wire.connection.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/// What [KafkaViews] runs: one global store that is folded from the events topic; and how.
///
/// A global store is read by every instance from all partitions. Its changelog is the topic itself,
/// so nothing is written to the broker for it, and it needs no consumer group: an instance starts
/// where its own disk ends (ADR 0020).
final class ViewTopology {
  static final String STORE = "views";

  private static final String SOURCE = "events";
  private static final String FOLD = "fold";

  /// How long one poll may wait. It ends with the first event; a view is closed when it is over.
  private static final int POLL_MILLIS = 100;

  /// At most this often is the disk's state made sure of, and only when there is much new: what is
  /// not is folded again after a crash.
  private static final int FLUSH_MILLIS = 1_000;

  private ViewTopology() {}

  static Topology build(String topic, ProcessorSupplier<byte[], byte[], Void, Void> fold) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new Topology()
        .addGlobalStore(
            LocalStores.store(STORE).withLoggingDisabled(),
            SOURCE,
            new AnyTime(),
            bytes,
            bytes,
            topic,
            FOLD,
            fold);
  }

  /// @param name names the state folder
  static StreamsConfig config(Connection connection, String name, Positions positions) {
    Map<String, Object> config = new HashMap<>(connection.clientProperties());
    config.putAll(StreamsDefaults.settings());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    config.put(StreamsConfig.STATE_DIR_CONFIG, connection.localStores().toString());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, FLUSH_MILLIS);
    config.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
    config.put(RocksMemory.LITTLE_UNWRITTEN, true);
    consumer(config, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer(config, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    consumer(config, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, POLL_MILLIS);
    consumer(
        config,
        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
        List.of(NoNegativeTimes.class.getName(), Positions.Interceptor.class.getName()));
    consumer(config, Positions.PROPERTY, positions);
    return new StreamsConfig(config);
  }

  private static void consumer(Map<String, Object> config, String name, Object value) {
    config.put(StreamsConfig.globalConsumerPrefix(name), value);
  }
}
