package dev.assent.notifier;

import dev.assent.service.Program;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintStream;
import java.util.Map;

/// The notifier as a [Program], or as a part of one.
public final class NotifierApplication {
  private static final Program PROGRAM = new Program("notifier");

  private NotifierApplication() {}

  public static void main(String[] args) {
    var _ = PROGRAM.main(args, System.out);
  }

  /// @param settings override every other source
  public static EmbeddedServer start(Map<String, Object> settings) {
    return start(settings, System.out);
  }

  /// @param console where the console channel prints
  public static EmbeddedServer start(Map<String, Object> settings, PrintStream console) {
    return PROGRAM.start(settings, console);
  }
}
