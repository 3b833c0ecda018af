package dev.assent.gateway.access;

import java.io.PrintStream;

/// Where the gateway tells its operator what is for nobody's log.
public record ConsoleOut(PrintStream stream) {
  /// The program's own standard output.
  public static ConsoleOut standard() {
    return new ConsoleOut(System.out);
  }
}
