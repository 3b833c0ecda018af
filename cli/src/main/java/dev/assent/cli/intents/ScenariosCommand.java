package dev.assent.cli.intents;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import dev.assent.cli.session.GatewayCommand;
import dev.assent.cli.session.KeyKind;
import dev.assent.cli.session.Session;
import dev.assent.client.AssentClient;
import dev.assent.client.Listing;
import dev.assent.client.PolicyRef;
import dev.assent.client.Scenario;
import dev.assent.client.Scenarios;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "scenarios",
    description = "Apply a scenario: its agents, its people, its steps and its intent.")
public final class ScenariosCommand extends GatewayCommand {
  private static final String FILE = "The scenario, a JSON file.";
  private static final String STRICT = "Refuse what has warnings.";

  public ScenariosCommand(Session session) {
    super(session, KeyKind.INITIATOR);
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
              paramLabel = "OWNER",
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
    AssentClient by = reason == null ? gateway : session.gateway(KeyKind.ADMIN);
    Scenario scenario = scenario(file, strict);
    scenario = idempotencyKey == null ? scenario : scenario.withIdempotencyKey(idempotencyKey);
    scenario = reason == null ? scenario : scenario.withReason(reason);
    scenario = owner == null ? scenario : scenario.withOwner(owner);
    Scenarios.Applied applied = by.scenarios().apply(noRun ? scenario.withoutRun() : scenario);
    if (!watch) {
      return print(applied.json(), () -> show(file, applied));
    }
    if (!session.json()) {
      understood(applied.understood(), applied.warnings());
    }
    return new IntentsCommand(session).follow(applied.intentId().orElseThrow());
  }

  private static Scenario scenario(Path file, boolean strict) {
    Scenario scenario = Scenario.of(Json.objectIn(file));
    return strict ? scenario.strict() : scenario;
  }

  private void show(Path file, Scenarios.Applied applied) {
    understood(applied.understood(), applied.warnings());
    session
        .out()
        .line(
            "Applied "
                + file
                + " as the policy "
                + Text.line(applied.policy().map(PolicyRef::toString).orElse("of its type"))
                + applied
                    .intentId()
                    .map(id -> " and began intent " + Text.line(id) + ".")
                    .orElse("; no intent was begun."));
    applied.agents().forEach(agent -> session.out().line("Agent " + Text.line(agent)));
    applied
        .intentId()
        .ifPresent(
            id -> session.out().line("Follow it with: assent intents watch " + Text.line(id)));
  }

  @Command(
      name = "validate",
      description = "Check a scenario without applying it. The exit code is 3 if it is not valid.")
  int validate(
      @Parameters(paramLabel = "FILE", description = FILE) Path file,
      @Option(names = "--strict", description = STRICT) boolean strict) {
    Scenarios.Validated checked = gateway.scenarios().validate(scenario(file, strict));
    session.print(
        checked.json(),
        () -> {
          checked.errors().forEach(error -> session.out().line("error: " + Text.line(error)));
          understood(checked.understood(), checked.warnings());
          session.out().line(file + (checked.valid() ? " is valid." : " is not valid."));
        });
    return (checked.valid() ? ExitCode.DONE : ExitCode.REFUSED).code();
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
    return type == null ? list() : policy(type);
  }

  private int list() {
    Listing<Scenarios.Policy> policies = gateway.scenarios().policies();
    return print(
        policies.json(),
        () -> {
          if (policies.items().isEmpty()) {
            session.out().line("No scenario was applied in this workspace.");
          }
          policies.items().forEach(policy -> session.out().line(line(policy)));
        });
  }

  private int policy(String type) {
    Scenarios.Policy policy = gateway.scenarios().policy(type);
    return print(
        policy.json(),
        () -> {
          session.out().line(line(policy));
          understood(policy.understood(), policy.warnings());
        });
  }

  private static String line(Scenarios.Policy policy) {
    return Text.line(policy.intentType())
        + ": "
        + Text.line(policy.ref().toString())
        + policy.appliedAt().map(at -> ", applied " + Text.time(at.toString())).orElse("");
  }

  /// What the node understood, a line a step, and what the author should know of it.
  private void understood(List<String> steps, List<String> warnings) {
    steps.forEach(step -> session.out().line(Text.line(step)));
    warnings.forEach(warning -> session.out().line("warning: " + Text.line(warning)));
  }
}
