package dev.assent.service.health;

import dev.assent.contract.Door;
import dev.assent.platform.views.Views;
import dev.assent.wire.connection.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Locale;

/// How far a door's views are behind the events. Metrics are there before the views are, so these
/// are looked for when somebody asks.
@Singleton
@Requires(beans = Views.class)
final class ViewsLag implements MeterBinder {
  private final BeanProvider<Views> views;
  private final Door door;
  private final Connection connection;

  ViewsLag(BeanProvider<Views> views, Door door, Connection connection) {
    this.views = views;
    this.door = door;
    this.connection = connection;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    LagGauge.register(
        meters,
        door.name().toLowerCase(Locale.ROOT),
        connection.topics().events().name(),
        () -> views.get().behind());
  }
}
