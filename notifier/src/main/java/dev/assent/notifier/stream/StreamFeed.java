package dev.assent.notifier.stream;

import dev.assent.platform.kafka.Progress;
import dev.assent.platform.kafka.ProgressWatch;
import dev.assent.platform.streams.StreamsDefaults;
import dev.assent.platform.streams.StreamsProgress;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.setup.BrokerSetup;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Kafka Streams application. A thread that fails is replaced.
public final class StreamFeed implements Feed {
  private static final Logger LOGGER = LoggerFactory.getLogger(StreamFeed.class);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  /// Nothing that is sent is waited for; a directory or a registry that is away may be.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String name;
  private final KafkaStreams streams;
  private final Admin admin;
  private final ProgressWatch progress;
  private final Set<String> reads;

  private StreamFeed(
      String name, KafkaStreams streams, Admin admin, ProgressWatch progress, Set<String> reads) {
    this.name = name;
    this.reads = reads;
    this.streams = streams;
    this.admin = admin;
    this.progress = progress;
  }

  /// @param config its application id is the consumer group
  public static StreamFeed start(
      Connection connection, String name, Topology topology, StreamsConfig config) {
    BrokerSetup.configure(
        connection,
        config.getString(StreamsConfig.APPLICATION_ID_CONFIG),
        BrokerSetup.Group.DEFAULT);
    KafkaStreams streams = StreamsDefaults.make(topology, config);
    Admin admin = Admin.create(connection.clientProperties());
    String group = config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
    StreamsProgress seen = new StreamsProgress(streams, admin, group, _ -> false);
    streams.setUncaughtExceptionHandler(
        failure -> {
          seen.died();
          told(name, failure);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
    return new StreamFeed(
        name,
        streams,
        admin,
        ProgressWatch.start("assent-progress-" + name, PATIENCE, seen),
        Set.of(connection.topics().events().name()));
  }

  private static void told(String channel, Throwable failure) {
    LOGGER
        .atError()
        .addKeyValue("channel", channel)
        .setCause(failure)
        .log("A channel's thread failed; another takes its place");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING
        && progress.answered()
        && standing().isEmpty();
  }

  @Override
  public List<Progress.Standing> standing() {
    return progress.standing();
  }

  @Override
  public Set<String> reads() {
    return reads;
  }

  @Override
  public OptionalLong behind(String topic) {
    return progress.behind(topic);
  }

  @Override
  public void close() {
    progress.close();
    if (!streams.close(CLOSE)) {
      LOGGER
          .atWarn()
          .addKeyValue("channel", name)
          .log("A channel did not stop in time; what it was sending may be sent again");
    }
    admin.close(Duration.ofSeconds(1));
  }
}
