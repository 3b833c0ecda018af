package dev.assent.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Which languages the machine has.
final class Languages {
  private Languages() {}

  /// Whether the command is there and ends well.
  static boolean has(String... command) throws InterruptedException {
    try (Program program = Program.start(Path.of("."), Map.of(), List.of(command))) {
      program.over();
      return program.endedWell();
    } catch (IOException _) {
      return false;
    }
  }
}
