package dev.assent.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Go programs, built with the versions in `go.mod` and `go.sum`; modules and build cache are
/// in `target/go`.
final class Go {
  static final Path PROGRAMS = Path.of("src", "test", "go").toAbsolutePath();
  private static final Path BUILT = Path.of("target", "go").toAbsolutePath();

  private Go() {}

  static boolean isThere() throws InterruptedException {
    return Languages.isThere("go (1.22 or newer)", "go", "version");
  }

  static void build() throws Exception {
    Files.createDirectories(BUILT);
    Map<String, String> environment = new HashMap<>();
    environment.put("GOMODCACHE", BUILT.resolve("modules").toString());
    environment.put("GOCACHE", BUILT.resolve("cache").toString());
    environment.put("GOFLAGS", "-modcacherw -mod=readonly");
    environment.put("GOTOOLCHAIN", "local");
    environment.put("CGO_ENABLED", "0");
    Program.run(
        PROGRAMS, environment, List.of("go", "build", "-o", BUILT.toString() + "/", "./..."));
  }

  static Program start(RunningNode node, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(BUILT.resolve(program).toString()));
    command.addAll(List.of(arguments));
    return Program.start(PROGRAMS, node.environment(), command);
  }
}
