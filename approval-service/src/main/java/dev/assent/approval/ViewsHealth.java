package dev.assent.approval;

import dev.assent.approval.view.OpenTasks;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.views.Views;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/// Ready while the tasks are loaded and it is known who may ask for them.
@Singleton
@Readiness
final class ViewsHealth implements HealthIndicator {
  private final Views views;
  private final Directory directory;
  private final OpenTasks tasks;

  ViewsHealth(Views views, Directory directory, OpenTasks tasks) {
    this.views = views;
    this.directory = directory;
    this.tasks = tasks;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean viewsReady = views.ready();
    boolean directoryReady = directory.ready();
    return Publishers.just(
        HealthResult.builder(
                "tasks", viewsReady && directoryReady ? HealthStatus.UP : HealthStatus.DOWN)
            .details(
                Map.of(
                    "views_ready",
                    viewsReady,
                    "directory_ready",
                    directoryReady,
                    "standing_still",
                    views.standing().stream().map(Object::toString).toList(),
                    "open_tasks",
                    tasks.size()))
            .build());
  }
}
