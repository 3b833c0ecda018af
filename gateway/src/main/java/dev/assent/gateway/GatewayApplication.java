package dev.assent.gateway;

import dev.assent.gateway.access.ConsoleOut;
import dev.assent.platform.settings.ReadyLine;
import dev.assent.platform.settings.StartUp;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/// The gateway as a program of its own, or as a part of one.
///
/// Its defaults are in `application-gateway.yml`: named after the service, because several services
/// can be on one class path. Environment variables and system properties override them.
public final class GatewayApplication {
  private static final String SERVICE = "gateway";

  private GatewayApplication() {}

  public static void main(String[] args) {
    EmbeddedServer server =
        StartUp.run(
            SERVICE, args, () -> start(builder().args(args), Map.of(), ConsoleOut.standard()));
    var _ = ReadyLine.write(SERVICE, server.getURI());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> server.getApplicationContext().stop(), SERVICE + "-stop"));
  }

  /// To end it stop its application context: clients that wait then get their answers' ends first.
  /// Stopping the server alone would cut them off.
  ///
  /// @param settings override every other source
  public static EmbeddedServer start(Map<String, Object> settings) {
    return start(builder(), settings, ConsoleOut.standard());
  }

  /// @param settings override every other source
  /// @param console where its operator is told what is for nobody's log
  public static EmbeddedServer start(Map<String, Object> settings, PrintStream console) {
    return start(builder(), settings, new ConsoleOut(console));
  }

  private static ApplicationContextBuilder builder() {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .environments(SERVICE)
        .eagerInitSingletons(true)
        .banner(false);
  }

  private static EmbeddedServer start(
      ApplicationContextBuilder builder, Map<String, Object> settings, ConsoleOut console) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("assent.service", SERVICE);
    return builder
        .singletons(console)
        .environmentPropertySource(StartUp.takesVariables(settings))
        .properties(all)
        .start()
        .getBean(EmbeddedServer.class)
        .start();
  }
}
