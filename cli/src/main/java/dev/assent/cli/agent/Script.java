package dev.assent.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A command of the shell that does an agent's work: it gets the delivery on standard input. When
/// it exits with 0, what it printed is the result (a JSON object; nothing is an empty one);
/// otherwise the work has failed, and its last line on standard error is why.
record Script(String command) {
  private static final String RAN = "the script ended with ";

  Report report(JsonNode delivery) {
    try {
      Path err = Files.createTempFile("assent-agent-", ".err");
      try {
        return run(delivery, err);
      } finally {
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "The script cannot be run: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "Interrupted.", e);
    }
  }

  private Report run(JsonNode delivery, Path err) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).redirectError(err.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(Json.text(delivery).getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // it does not read what it is given, which is its own affair
    }
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    return exit == 0 ? complete(printed) : new Report.Fail(why(exit, err));
  }

  private static Report complete(String printed) {
    try {
      return printed.isEmpty()
          ? new Report.Complete(Json.object())
          : Json.parse(printed) instanceof ObjectNode result
              ? new Report.Complete(result)
              : somethingElse();
    } catch (JsonProcessingException _) {
      return somethingElse();
    }
  }

  private static Report somethingElse() {
    return new Report.Fail(
        "expected the script to print a JSON object, but it printed something else");
  }

  private static String why(int exit, Path err) throws IOException {
    return new String(Files.readAllBytes(err), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .map(Text::line)
        .orElse(RAN + exit);
  }
}
