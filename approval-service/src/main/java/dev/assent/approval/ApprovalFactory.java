package dev.assent.approval;

import dev.assent.approval.view.OpenTasks;
import dev.assent.approval.view.TaskInbox;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.Door;
import dev.assent.platform.bus.KafkaCommandBus;
import dev.assent.platform.directory.KafkaDirectory;
import dev.assent.platform.http.HttpGuard;
import dev.assent.platform.views.KafkaViews;
import dev.assent.platform.views.Views;
import dev.assent.wire.AvroWire;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.registry.TopicSetup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.List;

/// Puts the service together.
@Factory
final class ApprovalFactory {

  @Singleton
  Door door() {
    return Door.APPROVALS;
  }

  @Singleton
  HttpGuard guard(ApprovalConfig config) {
    return config.guard();
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
