package dev.assent.lifecycle;

import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.service.Program;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;

/// The lifecycle-processor as a [Program], or as a part of one.
public final class LifecycleApplication {
  private static final Program PROGRAM = new Program("lifecycle-processor");

  private LifecycleApplication() {}

  public static void main(String[] args) {
    EmbeddedServer server = PROGRAM.main(args);
    LifecycleEngine engine = server.getApplicationContext().getBean(LifecycleEngine.class);
    engine
        .started()
        .exceptionally(
            refused -> {
              System.exit(1);
              return null;
            });
  }

  /// Returns at once; [LifecycleEngine#ready] tells when commands are carried out.
  ///
  /// @param settings override every other source
  public static EmbeddedServer start(Map<String, Object> settings) {
    return PROGRAM.start(settings);
  }
}
