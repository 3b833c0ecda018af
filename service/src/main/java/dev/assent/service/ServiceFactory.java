package dev.assent.service;

import dev.assent.platform.http.Latencies;
import dev.assent.wire.connection.Connection;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// What every service needs.
@Factory
final class ServiceFactory {

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  Connection connection(Environment settings) {
    Map<String, String> kafka = new HashMap<>();
    settings
        .getProperties("assent.kafka.properties", StringConvention.RAW)
        .forEach((name, value) -> kafka.put(name, String.valueOf(value)));
    return Connection.read(name -> settings.getProperty(name, String.class), kafka);
  }

  /// A histogram of the times that answers took, so that quantiles of several instances add up.
  @Singleton
  MeterFilter httpHistogram() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals("http.server.requests")
            ? DistributionStatisticConfig.builder()
                .serviceLevelObjectives(Latencies.boundsNanos())
                .build()
                .merge(config)
            : config;
      }
    };
  }
}
