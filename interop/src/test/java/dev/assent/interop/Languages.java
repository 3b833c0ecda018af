package dev.assent.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Which languages the machine has.
final class Languages {
  private Languages() {}

  /// Whether the command is there and ends well; says so when not. As a condition of a class
  /// (`@EnabledIf`) all its tests are then counted as skipped; an assumption in `@BeforeAll` leaves
  /// them out of the count (Surefire 3.5.4).
  ///
  /// @param language what the machine needs
  static boolean isThere(String language, String... command) throws InterruptedException {
    boolean there = has(command);
    if (!there) {
      System.err.println("SKIPPED: these tests need " + language + " on the path");
    }
    return there;
  }

  private static boolean has(String... command) throws InterruptedException {
    try (Program program = Program.start(Path.of("."), Map.of(), List.of(command))) {
      program.over();
      return program.endedWell();
    } catch (IOException _) {
      return false;
    }
  }
}
