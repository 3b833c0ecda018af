package dev.assent.wire.registry;

import dev.assent.wire.MemoryRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The tests' own registry behaves like a real one.
class MemoryRegistryTest extends RegistryContract {
  private static MemoryRegistry registry;

  @BeforeAll
  static void start() {
    registry = MemoryRegistry.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Override
  protected String url() {
    return registry.url();
  }
}
