package dev.assent.notifier;

import dev.assent.notifier.channel.ConsoleChannel;
import dev.assent.platform.settings.ReadyLine;
import dev.assent.platform.settings.StartUp;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/// The notifier as a program of its own, or as a part of one.
///
/// Its defaults are in `application-notifier.yml`: named after the service, because several
/// services can be on one class path. Environment variables and system properties override them.
public final class NotifierApplication {
  private static final String SERVICE = "notifier";

  private NotifierApplication() {}

  public static void main(String[] args) {
    EmbeddedServer server =
        StartUp.run(SERVICE, args, () -> start(builder().args(args), Map.of(), System.out));
    var _ = ReadyLine.write(SERVICE, server.getURI());
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, SERVICE + "-stop"));
  }

  /// @param settings override every other source
  public static EmbeddedServer start(Map<String, Object> settings) {
    return start(settings, System.out);
  }

  /// @param console where the console channel prints
  public static EmbeddedServer start(Map<String, Object> settings, PrintStream console) {
    return start(builder(), settings, console);
  }

  private static ApplicationContextBuilder builder() {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .environments(SERVICE)
        .eagerInitSingletons(true)
        .banner(false);
  }

  private static EmbeddedServer start(
      ApplicationContextBuilder builder, Map<String, Object> settings, PrintStream console) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("assent.service", SERVICE);
    return builder
        .singletons(new ConsoleChannel(console))
        .environmentPropertySource(StartUp.takesVariables(settings))
        .properties(all)
        .start()
        .getBean(EmbeddedServer.class)
        .start();
  }
}
