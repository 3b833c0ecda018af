package dev.assent.service.health;

import dev.assent.platform.directory.Directory;
import dev.assent.platform.views.Views;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Map;

/// A door is ready once all keys are read and every partition of its views is restored, while they
/// move.
@Singleton
@Requires(beans = Views.class)
final class ViewsHealth implements Health {
  private final Directory directory;
  private final Views views;

  ViewsHealth(Directory directory, Views views) {
    this.directory = directory;
    this.views = views;
  }

  @Override
  public boolean ready() {
    return directory.ready() && views.ready();
  }

  @Override
  public Map<String, ?> details() {
    return Map.of(
        "directory",
        directory.ready(),
        "views",
        views.ready(),
        "standing_still",
        views.standing().stream().map(Object::toString).toList());
  }
}
