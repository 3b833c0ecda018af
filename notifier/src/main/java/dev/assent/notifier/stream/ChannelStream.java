package dev.assent.notifier.stream;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.outbox.Breakers;
import dev.assent.notifier.outbox.Courier;
import dev.assent.notifier.outbox.Outbox;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.route.Route;
import dev.assent.platform.kafka.Progress;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.notification.NotificationOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A channel that runs, in the consumer group `assent-notifier-<channel>`.
public final class ChannelStream implements Feed {
  private final StreamFeed stream;
  private final ExecutorService threads;
  private final Breakers breakers;
  private final AtomicLong waiting;

  private ChannelStream(
      StreamFeed stream, ExecutorService threads, Breakers breakers, AtomicLong waiting) {
    this.stream = stream;
    this.threads = threads;
    this.breakers = breakers;
    this.waiting = waiting;
  }

  /// How a channel is run.
  ///
  /// @param horizon how far back a channel that runs for the first time tells of what happened
  /// @param within of one attempt
  public record Settings(Duration horizon, Retries retries, Duration within) {}

  /// @param told hears of every outcome, on the stream's thread
  public static ChannelStream start(
      Connection connection,
      Wire wire,
      Channel channel,
      Route route,
      Settings settings,
      Consumer<NotificationOutcome> told) {
    String group = NotifierTopology.group(connection, channel.name());
    Clock clock = Clock.systemUTC();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().name("assent-" + channel.name() + "-", 0).daemon().factory());
    Courier courier = new Courier(threads, settings.within(), clock);
    Breakers breakers = new Breakers(settings.retries());
    AtomicLong waiting = new AtomicLong();
    StreamFeed stream =
        StreamFeed.start(
            connection,
            channel.name(),
            NotifierTopology.build(
                connection.topics(),
                () -> {
                  MessageTrade trade = new MessageTrade(channel, clock);
                  return new Dispatcher(
                      wire.events(),
                      route,
                      settings.horizon(),
                      trade,
                      new Outbox.Shared<>(
                          trade,
                          wire.notifications(),
                          courier,
                          breakers,
                          settings.retries(),
                          clock,
                          group,
                          waiting,
                          told));
                }),
            NotifierTopology.config(connection, group, Map.of()));
    return new ChannelStream(stream, threads, breakers, waiting);
  }

  @Override
  public String name() {
    return stream.name();
  }

  @Override
  public boolean ready() {
    return stream.ready();
  }

  @Override
  public List<Progress.Standing> standing() {
    return stream.standing();
  }

  @Override
  public Set<String> reads() {
    return stream.reads();
  }

  @Override
  public OptionalLong behind(String topic) {
    return stream.behind(topic);
  }

  @Override
  public long waiting() {
    return waiting.get();
  }

  @Override
  public long targetsOpen() {
    return breakers.open();
  }

  @Override
  public void close() {
    stream.close();
    threads.shutdownNow();
  }
}
