package dev.assent.lifecycle;

import dev.assent.lifecycle.stream.LifecycleEngine;
import dev.assent.platform.settings.ReadyLine;
import dev.assent.platform.settings.StartUp;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;

/// The lifecycle-processor as a program of its own, or as a part of one.
///
/// Its defaults are in `application-lifecycle-processor.yml`: named after the service, because
/// several services can be on one class path. Environment variables and system properties override
/// them.
public final class LifecycleApplication {
  private static final String SERVICE = "lifecycle-processor";

  private LifecycleApplication() {}

  public static void main(String[] args) {
    EmbeddedServer server = StartUp.run(SERVICE, args, () -> start(builder().args(args), Map.of()));
    var _ = ReadyLine.write(SERVICE, server.getURI());
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, SERVICE + "-stop"));
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
    return start(builder(), settings);
  }

  private static ApplicationContextBuilder builder() {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .environments(SERVICE)
        .eagerInitSingletons(true)
        .banner(false);
  }

  private static EmbeddedServer start(
      ApplicationContextBuilder builder, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("assent.service", SERVICE);
    return builder
        .environmentPropertySource(StartUp.takesVariables(settings))
        .properties(all)
        .start()
        .getBean(EmbeddedServer.class)
        .start();
  }
}
