package dev.assent.approval;

import dev.assent.approval.view.OpenTasks;
import dev.assent.approval.view.TaskInbox;
import dev.assent.approval.view.Tasks;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.http.Latencies;
import dev.assent.platform.views.KafkaViews;
import dev.assent.platform.views.Views;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts the service together.
@Factory
final class ApprovalFactory {

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

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
  KafkaDirectory directory(Connection connection, Wire wire) {
    return KafkaDirectory.start(connection, wire);
  }

  @Singleton
  @Bean(preDestroy = "close")
  KafkaCommandBus commands(Connection connection, Wire wire) {
    return KafkaCommandBus.start(connection, wire);
  }

  @Singleton
  OpenTasks openTasks() {
    return new OpenTasks();
  }

  @Singleton
  @Bean(preDestroy = "close")
  Views views(Connection connection, Wire wire, OpenTasks index, ApprovalConfig config) {
    return KafkaViews.start(
        connection, wire, config.viewId(), List.of(() -> new TaskInbox(wire.events(), index)));
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

  @Singleton
  MeterBinder openTasksGauge(OpenTasks tasks) {
    return registry ->
        Gauge.builder("assent.tasks.open", tasks, OpenTasks::size)
            .description("Open tasks that this instance lists")
            .register(registry);
  }

  @Singleton
  Tasks tasks(Views views, OpenTasks index, Wire wire) {
    return new Tasks(views, index, wire.events());
  }
}
