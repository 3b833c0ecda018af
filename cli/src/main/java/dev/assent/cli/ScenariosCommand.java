package dev.assent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "scenarios",
    description = "Apply a scenario: its agents, its people, its steps and its intent.")
final class ScenariosCommand {
  private static final String FILE = "The scenario, a JSON file.";

  private final Session session;
  private final Api gateway;

  ScenariosCommand(Session session) {
    this.session = session;
    this.gateway = session.gateway(KeyKind.INITIATOR);
  }

  @Command(
      name = "apply",
      description = {
        "Submit the scenario's intent, and make its steps the policy of the intent's type.",
        "With --watch the exit code is 0 only if the intent completed."
      })
  int apply(
      @Parameters(paramLabel = "FILE", description = FILE) Path file,
      @Option(
              names = "--idempotency-key",
              paramLabel = "KEY",
              description =
                  "Repeats with the same key and the same scenario are done once (default: a new"
                      + " key).")
          @Nullable String idempotencyKey,
      @Option(names = "--watch", description = "Follow the intent until it has ended.")
          boolean watch) {
    String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    JsonNode answer = gateway.post("/v1/scenarios/apply", Json.objectIn(file), key);
    String id = answer.path("intent_id").asText();
    if (watch) {
      return new IntentsCommand(session).follow(id, 0);
    }
    if (session.json()) {
      session.out().json(answer);
      return ExitCode.DONE.code();
    }
    session.out().line("Applied " + file + ": intent " + Text.line(id) + ".");
    for (JsonNode agent : answer.path("agents_provisioned")) {
      session
          .out()
          .line(
              "Agent "
                  + Text.line(agent.path("address").asText(agent.path("agent_address").asText())));
    }
    session.out().line("Follow it with: assent intents watch " + Text.line(id));
    return ExitCode.DONE.code();
  }

  @Command(
      name = "validate",
      description = "Check a scenario without applying it. The exit code is 3 if it is not valid.")
  int validate(@Parameters(paramLabel = "FILE", description = FILE) Path file) {
    JsonNode answer =
        gateway.post("/v1/scenarios/validate", Json.objectIn(file), UUID.randomUUID().toString());
    boolean valid = answer.path("valid").asBoolean();
    if (session.json()) {
      session.out().json(answer);
    } else {
      answer
          .path("errors")
          .forEach(error -> session.out().line("error: " + Text.line(error.asText())));
      answer
          .path("warnings")
          .forEach(warning -> session.out().line("warning: " + Text.line(warning.asText())));
      session.out().line(file + (valid ? " is valid." : " is not valid."));
    }
    return valid ? ExitCode.DONE.code() : ExitCode.REFUSED.code();
  }
}
