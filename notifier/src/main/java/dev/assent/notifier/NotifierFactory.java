package dev.assent.notifier;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.channel.ConsoleChannel;
import dev.assent.notifier.outbox.Retries;
import dev.assent.notifier.post.Poster;
import dev.assent.notifier.receivers.Receivers;
import dev.assent.notifier.route.Reach;
import dev.assent.notifier.route.Route;
import dev.assent.notifier.stream.ChannelStream;
import dev.assent.notifier.stream.Feed;
import dev.assent.notifier.stream.agent.AgentFeed;
import dev.assent.notifier.stream.webhook.WebhookFeed;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.http.HttpGuard;
import dev.assent.platform.keys.SecretBox;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts the service together: a stream for each channel there is, and what posts to programs.
@Factory
final class NotifierFactory {
  private static final String WEBHOOKS_KEY = "${assent.webhooks.key:}";

  @Singleton
  HttpGuard guard() {
    return HttpGuard.OF_OPERATORS;
  }

  /// Whoever uses the topics has this first, so here they are made to exist.
  @Singleton
  Wire wire(Connection connection) {
    TopicSetup.ensure(connection);
    return AvroWire.connect(connection);
  }

  /// @param out where it prints
  @Singleton
  ConsoleChannel console(PrintStream out, NotifierConfig config) {
    return new ConsoleChannel(out, config.zoneId());
  }

  @Singleton
  @Bean(preDestroy = "close")
  RunningChannels channels(
      Connection connection,
      Wire wire,
      NotifierConfig config,
      List<Channel> channels,
      WebhookFeed webhooks,
      AgentFeed agents,
      NotifierMeters meters) {
    Set<String> names = channels.stream().map(Channel::name).collect(Collectors.toSet());
    ChannelStream.Settings settings =
        new ChannelStream.Settings(
            config.horizon(),
            new Retries(config.attempts(), config.backoff(), config.backoffMax()),
            config.timeout());
    List<Feed> feeds = new ArrayList<>(List.of(webhooks, agents));
    channels.forEach(
        channel ->
            feeds.add(
                ChannelStream.start(
                    connection,
                    wire,
                    channel,
                    new Route(
                        channel.name(), names, channel instanceof ConsoleChannel, Reach.BY_NAME),
                    settings,
                    meters::count)));
    feeds.forEach(meters::watch);
    return new RunningChannels(feeds);
  }

  @Singleton
  NotifierMeters notifierMeters(MeterRegistry meters) {
    return new NotifierMeters(meters);
  }

  @Singleton
  Receivers receivers() {
    return new Receivers();
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaDirectory directory(Connection connection, Wire wire, Receivers receivers) {
    return KafkaDirectory.start(connection, wire, receivers);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Poster poster(WebhookConfig config) {
    return new Poster(config.allowPrivateAddresses(), config.timeout());
  }

  @Singleton
  WebhookFeed webhooks(
      Connection connection,
      Wire wire,
      KafkaDirectory directory,
      Receivers receivers,
      Poster poster,
      WebhookConfig config,
      @Value(WEBHOOKS_KEY) String key,
      NotifierMeters meters) {
    WebhookFeed feed =
        new WebhookFeed(
            connection,
            wire,
            directory,
            receivers,
            poster,
            new WebhookFeed.Settings(
                config.retries(), config.timeout(), SecretBox.ofSetting(Optional.of(key))),
            meters::count);
    receivers.onChange(feed::look);
    feed.start();
    return feed;
  }

  @Singleton
  AgentFeed agents(
      Connection connection,
      Wire wire,
      KafkaDirectory directory,
      Receivers receivers,
      Poster poster,
      @Value(WEBHOOKS_KEY) String key,
      NotifierMeters meters) {
    AgentFeed feed =
        AgentFeed.of(
            connection,
            wire,
            directory,
            receivers,
            poster,
            SecretBox.ofSetting(Optional.of(key)),
            meters::count);
    receivers.onChange(feed::look);
    feed.start();
    return feed;
  }
}
