package dev.assent.service;

import dev.assent.platform.settings.ReadyLine;
import dev.assent.platform.settings.StartUp;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;

/// A service as a program of its own, or as a part of one.
///
/// Its defaults are in `application-service.yml`, which all of them have in common, and in
/// `application-NAME.yml`: named after the service, because several services can be on one class
/// path. Environment variables and system properties override them.
///
/// @param name the setting `assent.service` has it, by which a package says that its beans are of
///   this service
public record Program(String name) {
  private static final String COMMON = "service";

  /// Starts it for good: it ends with the process.
  ///
  /// @param given beans that the framework does not make
  public EmbeddedServer main(String[] args, Object... given) {
    EmbeddedServer server =
        StartUp.run(name, args, () -> start(builder().args(args), Map.of(), given));
    var _ = ReadyLine.write(name, server.getURI());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> server.getApplicationContext().stop(), name + "-stop"));
    return server;
  }

  /// To end it stop its application context: clients that wait then get their answers' ends first.
  /// Stopping the server alone would cut them off.
  ///
  /// @param settings override every other source
  /// @param given beans that the framework does not make
  public EmbeddedServer start(Map<String, Object> settings, Object... given) {
    return start(builder(), settings, given);
  }

  private ApplicationContextBuilder builder() {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .environments(COMMON, name)
        .eagerInitSingletons(true)
        .banner(false);
  }

  private EmbeddedServer start(
      ApplicationContextBuilder builder, Map<String, Object> settings, Object... given) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("assent.service", name);
    return builder
        .singletons(given)
        .environmentPropertySource(StartUp.takesVariables(settings))
        .properties(all)
        .start()
        .getBean(EmbeddedServer.class)
        .start();
  }
}
