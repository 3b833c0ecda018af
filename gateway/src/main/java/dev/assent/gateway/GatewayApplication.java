package dev.assent.gateway;

import dev.assent.gateway.access.ConsoleOut;
import dev.assent.service.Program;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintStream;
import java.util.Map;

/// The gateway as a [Program], or as a part of one.
public final class GatewayApplication {
  private static final Program PROGRAM = new Program("gateway");

  private GatewayApplication() {}

  public static void main(String[] args) {
    var _ = PROGRAM.main(args, ConsoleOut.standard());
  }

  /// @param settings override every other source
  public static EmbeddedServer start(Map<String, Object> settings) {
    return PROGRAM.start(settings, ConsoleOut.standard());
  }

  /// @param settings override every other source
  /// @param console where its operator is told what is for nobody's log
  public static EmbeddedServer start(Map<String, Object> settings, PrintStream console) {
    return PROGRAM.start(settings, new ConsoleOut(console));
  }
}
