package dev.assent.gateway.scenario;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;
import dev.assent.platform.intake.fields.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A compiled bundle: the policy it makes of its intent type, the agents it needs and the intent it
/// starts.
///
/// @param id the `scenario_id`
/// @param agents the agents the bundle names, in its order
public record Scenario(
    String id,
    String intentType,
    Json payload,
    Optional<Instant> deadlineAt,
    Optional<String> correlationId,
    Optional<String> replyTo,
    StepId entry,
    List<Plan.Step> steps,
    List<AgentEntry> agents) {
  public Scenario {
    steps = List.copyOf(steps);
    agents = List.copyOf(agents);
  }

  /// An agent of the bundle.
  ///
  /// @param name its address as the author wrote it
  /// @param callbackUrl where its deliveries are posted in the mode `http`
  /// @param secret what those are signed with, in clear
  /// @param create whether to register it if it is not yet
  public record AgentEntry(
      String role,
      String name,
      AgentAddress address,
      String displayName,
      String deliveryMode,
      Optional<String> callbackUrl,
      Optional<String> secret,
      boolean create) {
    AgentEntry unregistered() {
      return new AgentEntry(
          role, name, address, displayName, deliveryMode, callbackUrl, secret, false);
    }
  }

  /// What compiling came to. A scenario is there exactly when there are no errors.
  public record Compiled(Optional<Scenario> scenario, List<String> errors, List<Warning> warnings) {
    public Compiled {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }

  /// The plan as the given version of its policy.
  public Plan plan(int version) {
    return new Plan(Optional.of(new Plan.PolicyRef(id, version)), entry, steps, false);
  }

  /// Whether a plan does the same. Whether an agent is registered meanwhile does not count, nor
  /// whether a plan of before outcomes had to says what they mean.
  public boolean isSameAs(Plan plan) {
    Plan own = new Plan(plan.policy(), entry, steps, plan.plain());
    return own.withTopics(_ -> false).equals(judged(plan).withTopics(_ -> false));
  }

  private static Plan judged(Plan plan) {
    try {
      return plan.judged();
    } catch (IllegalArgumentException _) {
      return plan; // it has words that nobody explained, so it is another
    }
  }
}
