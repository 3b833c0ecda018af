package dev.assent.notifier.send;

import dev.assent.wire.BrokerSetup;
import dev.assent.wire.Connection;
import java.time.Duration;
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

  private final String name;
  private final KafkaStreams streams;

  private StreamFeed(String name, KafkaStreams streams) {
    this.name = name;
    this.streams = streams;
  }

  /// @param config its application id is the consumer group
  public static StreamFeed start(
      Connection connection, String name, Topology topology, StreamsConfig config) {
    BrokerSetup.configure(
        connection,
        config.getString(StreamsConfig.APPLICATION_ID_CONFIG),
        BrokerSetup.Group.DEFAULT);
    KafkaStreams streams = new KafkaStreams(topology, config);
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOGGER
              .atError()
              .addKeyValue("channel", name)
              .setCause(failure)
              .log("A channel's thread failed; another takes its place");
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
    return new StreamFeed(name, streams);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public void close() {
    if (!streams.close(CLOSE)) {
      LOGGER
          .atWarn()
          .addKeyValue("channel", name)
          .log("A channel did not stop in time; what it was sending may be sent again");
    }
  }
}
