package dev.assent.notifier;

import dev.assent.service.health.Health;
import jakarta.inject.Singleton;
import java.util.Map;

/// Ready while every channel reads its events.
@Singleton
final class ChannelsHealth implements Health {
  private final RunningChannels channels;

  ChannelsHealth(RunningChannels channels) {
    this.channels = channels;
  }

  @Override
  public boolean ready() {
    return channels.notReady().isEmpty();
  }

  @Override
  public Map<String, ?> details() {
    return Map.of("not_ready", channels.notReady(), "standing_still", channels.standing());
  }
}
