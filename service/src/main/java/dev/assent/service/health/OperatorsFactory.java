package dev.assent.service.health;

import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Operators;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Where a service has a directory, its keys say who is an operator.
@Factory
final class OperatorsFactory {

  @Singleton
  @Requires(beans = Directory.class)
  Operators operators(Directory directory, @Value("${assent.open-metrics:false}") boolean open) {
    return new Operators(open, () -> Optional.of(directory));
  }
}
