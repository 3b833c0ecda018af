package dev.assent.notifier.send;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.plan.Audience;
import dev.assent.notifier.plan.NotificationPlan;
import dev.assent.wire.BrokerSetup;
import dev.assent.wire.Connection;
import dev.assent.wire.NotificationOutcome;
import dev.assent.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running channel, in the consumer group `assent-notifier-<channel>`.
public final class ChannelStream implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ChannelStream.class);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final String channel;
  private final KafkaStreams streams;

  /// How a channel is run.
  ///
  /// @param horizon how far back a channel that runs for the first time tells of what happened
  /// @param zone in which messages give times
  public record Settings(Duration horizon, Retries retries, ZoneId zone) {}

  private ChannelStream(String channel, KafkaStreams streams) {
    this.channel = channel;
    this.streams = streams;
  }

  /// @param told hears of every outcome, on the stream's thread
  public static ChannelStream start(
      Connection connection,
      Wire wire,
      Channel channel,
      Audience audience,
      Settings settings,
      Consumer<NotificationOutcome> told) {
    String group = connection.topicPrefix() + "assent-notifier-" + channel.name();
    BrokerSetup.configure(connection, group, BrokerSetup.Group.DEFAULT);
    Clock clock = Clock.systemUTC();
    KafkaStreams streams =
        new KafkaStreams(
            NotifierTopology.build(
                connection.topics(),
                () ->
                    new Dispatcher(
                        wire.events(),
                        wire.notifications(),
                        new NotificationPlan(audience, settings.zone()),
                        new Sender(channel, settings.retries(), clock, Thread::sleep),
                        settings.horizon(),
                        clock,
                        group,
                        told)),
            NotifierTopology.config(connection, group));
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOGGER
              .atError()
              .addKeyValue("channel", channel.name())
              .setCause(failure)
              .log("A channel's thread failed; another takes its place");
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
    return new ChannelStream(channel.name(), streams);
  }

  public String channel() {
    return channel;
  }

  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public void close() {
    if (!streams.close(CLOSE)) {
      LOGGER
          .atWarn()
          .addKeyValue("channel", channel)
          .log("A channel did not stop in time; what it was sending may be sent again");
    }
  }
}
