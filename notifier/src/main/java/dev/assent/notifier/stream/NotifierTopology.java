package dev.assent.notifier.stream;

import dev.assent.platform.streams.LocalStores;
import dev.assent.platform.streams.SteadyConsumer;
import dev.assent.platform.streams.StreamsDefaults;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/// One channel's stream: the committed events through a [Dispatcher] to the notifications topic.
///
/// At least once: a message is a row of the store from the moment its fact is read to the moment
/// something came of it, and before Kafka Streams commits an event's offset it flushes the store's
/// changelog and the outcomes. Rows and what is remembered as told ([TaskContext#lastSeq]) are in
/// one store, and so in one partition of its changelog, in the order they were written: nothing is
/// remembered as told whose row is lost. What can come twice, under the same dedupe key, is what
/// was under way in the last moment before a crash.
public final class NotifierTopology {
  static final String CONTEXTS = "task-contexts";
  static final String OUTCOMES = "outcomes";
  static final String DEAD_LETTERS = "dead-letters";
  private static final String EVENTS = "events";
  private static final String DISPATCHER = "dispatcher";

  private static final int EVENTS_AT_A_TIME = 500;

  /// What changes several times between two commits is written once.
  private static final long CACHE_BYTES = 4L * 1024 * 1024;

  private NotifierTopology() {}

  static Topology build(
      Topics topics, ProcessorSupplier<byte[], byte[], byte[], byte[]> dispatcher) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    return new Topology()
        .addSource(AutoOffsetReset.earliest(), EVENTS, in, in, topics.events().name())
        .addProcessor(DISPATCHER, dispatcher, EVENTS)
        .addStateStore(
            LocalStores.store(CONTEXTS).withLoggingEnabled(Map.of()).withCachingEnabled(),
            DISPATCHER)
        .addSink(OUTCOMES, topics.notifications().name(), out, out, DISPATCHER)
        .addSink(DEAD_LETTERS, topics.deadLetters().name(), out, out, DISPATCHER);
  }

  /// The consumer group of a channel.
  public static String group(Connection connection, String channel) {
    return connection.topicPrefix() + "assent-notifier-" + channel;
  }

  /// How every stream of the notifier runs.
  ///
  /// @param more what differs for this one
  public static StreamsConfig config(
      Connection connection, String group, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(connection.clientProperties());
    config.putAll(StreamsDefaults.settings());
    config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Unwritable.class);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
    config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    config.put(StreamsConfig.STATE_DIR_CONFIG, connection.localStores().toString());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) connection.replicationFactor());
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
    config.put(StreamsConfig.POLL_MS_CONFIG, 100);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    consumer(config, StreamsConfig.InternalConfig.INTERNAL_CONSUMER_WRAPPER, SteadyConsumer.class);
    consumer(config, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer(config, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, EVENTS_AT_A_TIME);
    config.putAll(more);
    return new StreamsConfig(config);
  }

  private static void consumer(Map<String, Object> config, String name, Object value) {
    config.put(StreamsConfig.mainConsumerPrefix(name), value);
  }
}
