package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.feed.BoundedConsumer;
import dev.assent.platform.streams.RocksMemory;
import dev.assent.platform.streams.StreamsDefaults;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.setup.BrokerSetup;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Every number that Kafka Streams runs with, and where it comes from: the measurements of DESIGN
/// section 7, unless said otherwise. The broker's own part (its retry back-off of 1 ms, its minimum
/// session timeouts, its scan for timed-out transactions) is set where the broker is started.
public final class StreamsSettings {
  private StreamsSettings() {}

  /// The Streams group, and what its changelog topics begin with.
  public static final String APPLICATION = "assent-lifecycle";

  /// The net below [DrainedCommit]. With two full cores every commit saved is time for commands: 10
  /// ms gave 830 rounds/s at 64 in flight where 5 ms gave 720, and shorter rounds (ADR 0024).
  static final Duration COMMIT_EVERY = Duration.ofMillis(10);

  /// The thread sits in `poll` this long before it looks at the commit interval, so both must be
  /// small together.
  static final Duration POLL = Duration.ofMillis(2);

  /// Beats both none and Streams' own 100 ms.
  static final Duration LINGER = Duration.ofMillis(5);

  /// The next transaction's first write finds the last markers still under way: the client's
  /// default of 100 ms before it tries again was all of the long tail.
  static final Duration RETRY_BACKOFF = Duration.ofMillis(1);

  /// Not measured: keeps a client that cannot reach its broker from asking a thousand times a
  /// second.
  static final Duration RETRY_BACKOFF_MAX = Duration.ofMillis(10);

  /// How long one write may be tried. Longer is no use, as the transaction is aborted by then
  /// ([LifecycleConfig#takeover]); shorter than the defaults of one and two minutes, because an
  /// agent's topic that is deleted at the wrong moment stalls its thread for that long.
  static final Duration WRITE = Duration.ofSeconds(10);

  private static final Duration REQUEST = Duration.ofSeconds(5);

  /// RocksDB's and the fetch buffers' share of a small node.
  private static final int BATCH_RECORDS_MAX = 1_000;

  public static String applicationId(Connection connection) {
    return connection.topicPrefix() + APPLICATION;
  }

  public static Properties of(Connection connection, LifecycleConfig config) {
    Properties p = new Properties();
    p.putAll(connection.clientProperties());
    p.putAll(StreamsDefaults.settings());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(connection));
    p.put(StreamsConfig.STATE_DIR_CONFIG, connection.localStores().toString());
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) connection.replicationFactor());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_EVERY.toMillis());
    p.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
    putProducer(p, config);
    putConsumer(p);
    return p;
  }

  /// The public topics are read apart, within bounds (ADR 0031).
  ///
  /// @return what to add to the settings
  static Properties feed(BoundedConsumer.Source source) {
    Properties p = new Properties();
    p.put(
        StreamsConfig.mainConsumerPrefix(StreamsConfig.InternalConfig.INTERNAL_CONSUMER_WRAPPER),
        BoundedConsumer.class);
    p.put(StreamsConfig.mainConsumerPrefix(BoundedConsumer.SOURCE), source);
    return p;
  }

  /// What a broker refuses for good is remembered (ADR 0039).
  ///
  /// @return what to add to the settings
  static Properties refusals(Doubts doubts) {
    Properties p = new Properties();
    p.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedWrites.class);
    p.put(RefusedWrites.DOUBTS, doubts);
    return p;
  }

  private static void putProducer(Properties p, LifecycleConfig config) {
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    putProducer(p, ProducerConfig.LINGER_MS_CONFIG, LINGER);
    putProducer(p, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF);
    putProducer(p, ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, RETRY_BACKOFF_MAX);
    putProducer(p, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, config.takeover());
    putProducer(p, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WRITE);
    putProducer(p, ProducerConfig.MAX_BLOCK_MS_CONFIG, WRITE);
    putProducer(p, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST);
  }

  private static void putProducer(Properties p, String name, Duration value) {
    p.put(StreamsConfig.producerPrefix(name), Math.toIntExact(value.toMillis()));
  }

  private static void putConsumer(Properties p) {
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
        DrainedCommit.Polled.class.getName());
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        BATCH_RECORDS_MAX);
  }

  /// The changelog is what a start after an unclean end reads, so it is kept near the size of the
  /// state: small segments that are compacted early. (Kafka's defaults are 1 GiB and 50 %.)
  public static Map<String, String> changelog() {
    return Map.of(
        TopicConfig.SEGMENT_BYTES_CONFIG,
        String.valueOf(64 * 1024 * 1024),
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
        "0.2");
  }

  /// The group's own settings, which live with the broker (KIP-1071): the session ends when the
  /// open transaction does, as the longer of the two is how long a dead instance's work lies still.
  public static BrokerSetup.Group group(LifecycleConfig config) {
    return new BrokerSetup.Group(
        config.takeover(), config.takeover().dividedBy(5), config.standbys());
  }
}
