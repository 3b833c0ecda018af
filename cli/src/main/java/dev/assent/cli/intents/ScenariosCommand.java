package dev.assent.cli.intents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.http.Api;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Session;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "scenarios",
    description = "Apply a scenario: its agents, its people, its steps and its intent.")
public final class ScenariosCommand {
  private static final String FILE = "The scenario, a JSON file.";
  private static final String STRICT = "Refuse what has warnings.";

  private final Session session;
  private final Api gateway;

  public ScenariosCommand(Session session) {
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
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              description =
                  "Why the type's policy is changed: it takes an admin's key, or that of the"
                      + " policy's owner, and is in the audit trail.")
          @Nullable String reason,
      @Option(
              names = "--owner",
              paramLabel = "ID",
              description = "Who may change the policy besides admins (default: whoever it was).")
          @Nullable String owner,
      @Option(names = "--watch", description = "Follow the intent until it has ended.")
          boolean watch,
      @Option(names = "--no-run", description = "Apply the scenario and begin no intent.")
          boolean noRun,
      @Option(names = "--strict", description = STRICT) boolean strict) {
    if (watch && noRun) {
      throw new Failure(ExitCode.USAGE, "--watch follows an intent, and --no-run begins none.");
    }
    String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    Api by = reason == null ? gateway : session.gateway(KeyKind.ADMIN);
    String path = "/v1/scenarios/apply?run=" + !noRun + "&strict=" + strict;
    JsonNode answer =
        by.post(
            path + parameter("reason", reason) + parameter("owner", owner),
            Json.objectIn(file),
            key);
    String id = answer.path("intent_id").asText();
    if (!session.json()) {
      understood(answer);
    }
    if (watch) {
      return new IntentsCommand(session).follow(id, 0);
    }
    if (session.json()) {
      session.out().json(answer);
      return ExitCode.DONE.code();
    }
    session
        .out()
        .line(
            "Applied "
                + file
                + " as the policy "
                + Text.line(answer.path("compile_id").asText())
                + (noRun ? "; no intent was begun." : " and began intent " + Text.line(id) + "."));
    for (JsonNode agent : answer.path("agents_provisioned")) {
      session
          .out()
          .line(
              "Agent "
                  + Text.line(agent.path("address").asText(agent.path("agent_address").asText())));
    }
    if (!noRun) {
      session.out().line("Follow it with: assent intents watch " + Text.line(id));
    }
    return ExitCode.DONE.code();
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Api.encoded(value);
  }

  @Command(
      name = "validate",
      description = "Check a scenario without applying it. The exit code is 3 if it is not valid.")
  int validate(
      @Parameters(paramLabel = "FILE", description = FILE) Path file,
      @Option(names = "--strict", description = STRICT) boolean strict) {
    JsonNode answer =
        gateway.post(
            "/v1/scenarios/validate?strict=" + strict,
            Json.objectIn(file),
            UUID.randomUUID().toString());
    boolean valid = answer.path("valid").asBoolean();
    if (session.json()) {
      session.out().json(answer);
    } else {
      answer
          .path("errors")
          .forEach(error -> session.out().line("error: " + Text.line(error.asText())));
      understood(answer);
      session.out().line(file + (valid ? " is valid." : " is not valid."));
    }
    return valid ? ExitCode.DONE.code() : ExitCode.REFUSED.code();
  }

  @Command(
      name = "show",
      description = "Say in words what happens to intents of a type, or list the types.")
  int show(
      @Parameters(
              paramLabel = "TYPE",
              arity = "0..1",
              description = "An intent type that a scenario was applied for.")
          @Nullable String type) {
    JsonNode answer = gateway.get("/v1/scenarios" + (type == null ? "" : "/" + Api.encoded(type)));
    if (session.json()) {
      session.out().json(answer);
    } else if (type == null) {
      list(answer);
    } else {
      session.out().line(policy(answer.path("policy")));
      understood(answer);
    }
    return ExitCode.DONE.code();
  }

  private void list(JsonNode answer) {
    if (answer.path("policies").isEmpty()) {
      session.out().line("No scenario was applied in this workspace.");
    }
    answer.path("policies").forEach(policy -> session.out().line(policy(policy)));
  }

  private static String policy(JsonNode policy) {
    return Text.line(policy.path("intent_type").asText())
        + ": "
        + Text.line(policy.path("scenario_id").asText())
        + " version "
        + policy.path("version").asText()
        + ", applied "
        + Text.time(policy.path("applied_at").asText());
  }

  /// What the node understood, a line a step, and what the author should know of it.
  private void understood(JsonNode answer) {
    answer.path("understood").forEach(step -> session.out().line(Text.line(step.asText())));
    answer
        .path("warnings")
        .forEach(warning -> session.out().line("warning: " + Text.line(warning.asText())));
  }
}
