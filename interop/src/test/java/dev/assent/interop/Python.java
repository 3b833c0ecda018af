package dev.assent.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The Python programs, in a virtual environment of their own with the packages of
/// `requirements.txt`.
final class Python {
  static final Path PROGRAMS = Path.of("src", "test", "python").toAbsolutePath();
  private static final Path ENVIRONMENT = Path.of("target", "python").toAbsolutePath();

  private Python() {}

  static boolean isThere() throws InterruptedException {
    return Languages.isThere(
        "python3 (3.10 or newer, with venv)",
        "python3",
        "-c",
        "import sys, venv; assert sys.version_info >= (3, 10)");
  }

  static void install() throws Exception {
    Path installed = ENVIRONMENT.resolve("installed.txt");
    String wanted =
        Files.readString(PROGRAMS.resolve("requirements.txt"))
            + Files.readString(PROGRAMS.resolve("constraints.txt"));
    if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
      return;
    }
    Program.run(PROGRAMS, Map.of(), List.of("python3", "-m", "venv", ENVIRONMENT.toString()));
    Program.run(
        PROGRAMS,
        Map.of(),
        List.of(
            interpreter(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "-r",
            "requirements.txt",
            "-c",
            "constraints.txt"));
    Files.writeString(installed, wanted);
  }

  private static String interpreter() {
    return ENVIRONMENT.resolve("bin").resolve("python").toString();
  }

  static String run(RunningNode node, String... line) throws IOException, InterruptedException {
    return Program.run(PROGRAMS, node.environment(), command(line));
  }

  static Program start(RunningNode node, String... line) throws IOException {
    return Program.start(PROGRAMS, node.environment(), command(line));
  }

  static List<String> command(String... line) {
    List<String> command = new ArrayList<>(List.of(interpreter()));
    command.addAll(List.of(line));
    return command;
  }
}
