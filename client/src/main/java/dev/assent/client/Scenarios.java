package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What intent types need: [AssentClient#scenarios].
public final class Scenarios {
  private final AssentClient client;

  Scenarios(AssentClient client) {
    this.client = client;
  }

  /// What came of applying a scenario.
  ///
  /// @param policy the policy of its intent type, as it is now
  /// @param intentId the intent that was begun; absent where none was to begin
  /// @param agents the addresses of the agents that it wants registered
  /// @param understood what happens to intents of the type, in words, a line a step
  /// @param warnings what is accepted, but has no effect, in words
  /// @param json all that the gateway said
  public record Applied(
      Optional<PolicyRef> policy,
      Optional<String> intentId,
      List<String> agents,
      List<String> understood,
      List<String> warnings,
      JsonNode json) {
    /// Copies the lists.
    public Applied {
      agents = List.copyOf(agents);
      understood = List.copyOf(understood);
      warnings = List.copyOf(warnings);
    }

    private static Applied of(JsonNode answer) {
      List<String> agents = new ArrayList<>();
      answer
          .path("agents_provisioned")
          .forEach(agent -> Json.text(agent, "agent_address").ifPresent(agents::add));
      return new Applied(
          Json.text(answer, "compile_id").flatMap(Applied::policy),
          Json.text(answer, "intent_id"),
          agents,
          Json.texts(answer, "understood"),
          Json.texts(answer, "warnings"),
          answer);
    }

    /// AXP writes it as one word, `scenario@version`.
    private static Optional<PolicyRef> policy(String compileId) {
      int at = compileId.lastIndexOf('@');
      try {
        return at < 0
            ? Optional.empty()
            : Optional.of(
                new PolicyRef(
                    compileId.substring(0, at), Integer.parseInt(compileId.substring(at + 1))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return "Applied[" + policy.map(PolicyRef::toString).orElse("") + "]";
    }
  }

  /// What the gateway makes of a scenario.
  ///
  /// @param valid whether it could be applied
  /// @param errors why not
  /// @param understood what would happen to intents of its type, in words, a line a step
  /// @param warnings what would be accepted, but have no effect, in words
  /// @param json all that the gateway said
  public record Validated(
      boolean valid,
      List<String> errors,
      List<String> understood,
      List<String> warnings,
      JsonNode json) {
    /// Copies the lists.
    public Validated {
      errors = List.copyOf(errors);
      understood = List.copyOf(understood);
      warnings = List.copyOf(warnings);
    }

    private static Validated of(JsonNode answer) {
      return new Validated(
          answer.path("valid").asBoolean(),
          Json.texts(answer, "errors"),
          Json.texts(answer, "understood"),
          Json.texts(answer, "warnings"),
          answer);
    }
  }

  /// The policy of an intent type.
  ///
  /// @param intentType whose it is
  /// @param ref which one it is
  /// @param appliedAt since when
  /// @param understood what happens to intents of the type, in words; empty in a list
  /// @param warnings what has no effect, in words; empty in a list
  /// @param json all that the gateway said
  public record Policy(
      String intentType,
      PolicyRef ref,
      Optional<Instant> appliedAt,
      List<String> understood,
      List<String> warnings,
      JsonNode json) {
    /// Copies the lists.
    public Policy {
      understood = List.copyOf(understood);
      warnings = List.copyOf(warnings);
    }

    private static Policy of(JsonNode policy, JsonNode answer) {
      return new Policy(
          Json.text(policy, "intent_type").orElse(""),
          PolicyRef.of(policy).orElseGet(() -> new PolicyRef("", 0)),
          Json.time(policy, "applied_at"),
          Json.texts(answer, "understood"),
          Json.texts(answer, "warnings"),
          answer);
    }
  }

  /// Applies a scenario: makes its agents, makes its steps the policy of its intent type, and
  /// begins its intent unless it says otherwise.
  ///
  /// @param scenario what to apply
  /// @return what came of it
  /// @throws AssentException.NotAllowed when the type has another policy, and the key may not
  ///   change it
  /// @throws AssentException.Validation when it is not valid; the message says why
  public Applied apply(Scenario scenario) {
    return Applied.of(client.request(scenario.application()));
  }

  /// Checks a scenario without applying it.
  ///
  /// @param scenario what to check
  /// @return what the gateway makes of it
  /// @throws AssentException see there
  public Validated validate(Scenario scenario) {
    return Validated.of(client.request(scenario.validation()));
  }

  /// The policies of the workspace.
  ///
  /// @return one for each intent type that a scenario was applied for
  /// @throws AssentException see there
  public Listing<Policy> policies() {
    return client.list(
        Request.get("/v1/scenarios"), "policies", 0, policy -> Policy.of(policy, policy));
  }

  /// What happens to intents of a type, in words.
  ///
  /// @param intentType for example `intent.infra.change_approval.v1`
  /// @return its policy
  /// @throws AssentException.NotFound when the type has none
  public Policy policy(String intentType) {
    JsonNode answer = client.request(Request.get(Request.path("v1", "scenarios", intentType)));
    return Policy.of(answer.path("policy"), answer);
  }
}
