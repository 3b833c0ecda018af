package dev.assent.notifier;

import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.channel.ConsoleChannel;
import dev.assent.notifier.plan.Audience;
import dev.assent.notifier.send.ChannelStream;
import dev.assent.notifier.send.Retries;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Connection;
import dev.assent.wire.NotificationOutcome;
import dev.assent.wire.TopicSetup;
import dev.assent.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts the service together: a stream for each channel there is.
@Factory
final class NotifierFactory {

  @Singleton
  Connection connection(Environment environment) {
    Map<String, String> kafka = new HashMap<>();
    environment
        .getProperties("assent.kafka.properties", StringConvention.RAW)
        .forEach((name, value) -> kafka.put(name, String.valueOf(value)));
    return Connection.read(name -> environment.getProperty(name, String.class), kafka);
  }

  /// Whoever uses the topics has this first, so here they are made to exist.
  @Singleton
  Wire wire(Connection connection) {
    TopicSetup.ensure(connection);
    return AvroWire.connect(connection);
  }

  @Singleton
  @Bean(preDestroy = "close")
  RunningChannels channels(
      Connection connection,
      Wire wire,
      NotifierConfig config,
      List<Channel> channels,
      MeterRegistry meters) {
    Set<String> names = channels.stream().map(Channel::name).collect(Collectors.toSet());
    ChannelStream.Settings settings =
        new ChannelStream.Settings(
            config.horizon(),
            new Retries(config.attempts(), config.backoff(), config.backoffMax()),
            config.zoneId());
    return new RunningChannels(
        channels.stream()
            .map(
                channel ->
                    ChannelStream.start(
                        connection,
                        wire,
                        channel,
                        new Audience(channel.name(), names, channel instanceof ConsoleChannel),
                        settings,
                        outcome -> count(outcome, meters)))
            .toList());
  }

  private static void count(NotificationOutcome outcome, MeterRegistry meters) {
    meters
        .counter(
            "assent.notifications",
            "channel",
            outcome.channel(),
            "status",
            outcome.status().name().toLowerCase(Locale.ROOT))
        .increment();
  }
}
