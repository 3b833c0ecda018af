package dev.assent.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/// A program of another language: runs to its end, or in the background until it is closed.
final class Program implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofMinutes(3);

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static Program start(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = Files.createTempFile("assent-interop", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new Program(builder.start(), output);
  }

  /// @return what it printed
  static String run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    try (Program program = start(folder, environment, command)) {
      return program.ended();
    }
  }

  /// Waits for its end, which must be a good one.
  String ended() throws IOException, InterruptedException {
    boolean over = process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS);
    Assertions.assertThat(over).as("it goes on: " + printed()).isTrue();
    Assertions.assertThat(process.exitValue()).as(printed()).isZero();
    return printed().strip();
  }

  /// Waits for its end, which must be a bad one.
  String failed() throws IOException {
    over();
    Assertions.assertThat(process.exitValue()).as(printed()).isEqualTo(1);
    return printed().strip();
  }

  /// Waits for its end, whatever that is.
  void over() {
    Awaitility.await().atMost(WITHIN).until(() -> !process.isAlive());
  }

  void awaitLine(String line) {
    Awaitility.await(line)
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> Assertions.assertThat(process.isAlive()).as(printed()).isTrue())
        .until(() -> printed().lines().anyMatch(line::equals));
  }

  /// Waits for a line that is like this, and returns it.
  String awaitLine(Pattern line) throws IOException {
    Awaitility.await(line.pattern())
        .atMost(Duration.ofSeconds(90))
        .failFast(() -> Assertions.assertThat(process.isAlive()).as(printed()).isTrue())
        .until(() -> printed().lines().anyMatch(one -> line.matcher(one).matches()));
    return printed().lines().filter(one -> line.matcher(one).matches()).findFirst().orElseThrow();
  }

  boolean endedWell() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  boolean alive() {
    return process.isAlive();
  }

  String printed() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    Files.deleteIfExists(output);
  }
}
