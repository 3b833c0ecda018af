package dev.assent.notifier.stream;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.route.Route;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.notification.NotificationOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// Starts channels, each in the consumer group `assent-notifier-<channel>`.
public final class ChannelStream {
  private ChannelStream() {}

  /// How a channel is run.
  ///
  /// @param horizon how far back a channel that runs for the first time tells of what happened
  public record Settings(Duration horizon, Retries retries) {}

  /// @param told hears of every outcome, on the stream's thread
  public static Feed start(
      Connection connection,
      Wire wire,
      Channel channel,
      Route route,
      Settings settings,
      Consumer<NotificationOutcome> told) {
    String group = NotifierTopology.group(connection, channel.name());
    Clock clock = Clock.systemUTC();
    return StreamFeed.start(
        connection,
        channel.name(),
        NotifierTopology.build(
            connection.topics(),
            () ->
                new Dispatcher(
                    wire.events(),
                    wire.notifications(),
                    route,
                    new Sender(channel, settings.retries(), clock, Thread::sleep),
                    settings.horizon(),
                    clock,
                    group,
                    told)),
        NotifierTopology.config(connection, group, Map.of()));
  }
}
