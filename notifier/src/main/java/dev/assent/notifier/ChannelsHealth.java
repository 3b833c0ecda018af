package dev.assent.notifier;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/// Ready while every channel reads its events.
@Singleton
@Readiness
final class ChannelsHealth implements HealthIndicator {
  private final RunningChannels channels;

  ChannelsHealth(RunningChannels channels) {
    this.channels = channels;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    List<String> notReady = channels.notReady();
    return Publishers.just(
        HealthResult.builder("channels", notReady.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(Map.of("not_ready", notReady, "standing_still", channels.standing()))
            .build());
  }
}
