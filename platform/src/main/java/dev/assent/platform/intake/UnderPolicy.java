package dev.assent.platform.intake;

import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import java.util.Optional;

/// The plan of an intent whose type has a policy. The policy belongs to the workspace and wins over
/// whatever the request says about people and agents (ADR 0032): a question of the request's own is
/// asked besides, and an agent of its own choice gets nothing.
final class UnderPolicy {
  private static final String HUMAN_TASK = "human_task";

  private final Plan policy;
  private final Fields intent;

  private UnderPolicy(Plan policy, Fields intent) {
    this.policy = policy;
    this.intent = intent;
  }

  /// @param type the intent's, for a question without a title
  /// @param people whether the request is addressed to people
  /// @param agent whom the request names; empty when it names no agent
  static Plan plan(
      Plan policy, Fields intent, String type, boolean people, Optional<AgentAddress> agent) {
    return new UnderPolicy(policy, intent).plan(type, people, agent);
  }

  private Plan plan(String type, boolean people, Optional<AgentAddress> agent) {
    agent.filter(named -> !policy.names(named)).ifPresent(this::tell);
    boolean unasked =
        people && policy.steps().stream().noneMatch(Plan.Step.Human.class::isInstance);
    if (!intent.has(HUMAN_TASK) && !unasked) {
      return policy;
    }
    if (policy.steps().size() >= Limits.STEPS_PER_PLAN_MAX) {
      throw intent.wrong(
          "no question besides the policy's " + Limits.STEPS_PER_PLAN_MAX + " steps",
          HUMAN_TASK,
          "there is one");
    }
    intent.warn(
        intent.has(HUMAN_TASK) ? HUMAN_TASK : "to_agent",
        "people are asked first, besides what " + name() + " asks, which stays as it is");
    return policy.asking(IntentPlans.question(intent, type, free(), Optional.of(policy.entry())));
  }

  private void tell(AgentAddress agent) {
    intent.warn(
        "to_agent",
        name()
            + policy.steps().stream()
                .filter(Plan.Step.Agent.class::isInstance)
                .map(Plan.Step.Agent.class::cast)
                .findFirst()
                .map(step -> " gives step '" + step.id() + "' to " + step.agent())
                .orElse(" has no agent's step")
            + ", so "
            + agent
            + " gets nothing");
  }

  private String name() {
    return policy
        .policy()
        .map(ref -> "policy '" + ref.id() + "' version " + ref.version())
        .orElse("the policy");
  }

  /// An id that no step of the policy has.
  private StepId free() {
    StepId id = new StepId(HUMAN_TASK);
    for (int i = 2; policy.step(id).isPresent(); i++) {
      id = new StepId(HUMAN_TASK + "_" + i);
    }
    return id;
  }
}
