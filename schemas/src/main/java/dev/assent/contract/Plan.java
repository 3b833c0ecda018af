package dev.assent.contract;

import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The ordered steps of an intent, fixed at submission.
///
/// @param policy which policy, in which version, the plan was made from; empty for a plain intent
/// @param entry the step to begin with
/// @param plain the intent is its own single agent step: the agent sees the intent's own id and
///   payload, not a step intent
public record Plan(Optional<PolicyRef> policy, StepId entry, List<Step> steps, boolean plain) {

  /// How often a delivery is written when the author does not say (contract section 5.3).
  public static final int DELIVERIES_DEFAULT = 3;

  /// The policy a plan was made from: the scenario's id and its version, counted from 1.
  public record PolicyRef(String id, int version) {}

  public Plan {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > Limits.STEPS_PER_PLAN_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + Limits.STEPS_PER_PLAN_MAX + " steps, but got " + steps.size());
    }
    long distinct = steps.stream().map(Step::id).distinct().count();
    if (distinct != steps.size()) {
      throw new IllegalArgumentException(
          "expected step ids that differ, but got " + steps.stream().map(Step::id).toList());
    }
    if (steps.stream().noneMatch(step -> step.id().equals(entry))) {
      throw new IllegalArgumentException(
          "expected an entry step of the plan, but got '" + entry + "'");
    }
    if (plain && !(steps.size() == 1 && steps.getFirst() instanceof Step.Agent)) {
      throw new IllegalArgumentException("expected a plain plan to be one agent step");
    }
  }

  public Optional<Step> step(StepId id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }

  /// The step written after the given one; empty after the last.
  public Optional<Step> after(StepId id) {
    for (int i = 0; i < steps.size() - 1; i++) {
      if (steps.get(i).id().equals(id)) {
        return Optional.of(steps.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /// The nearest agent step written before the given one: where a neutral outcome sends the work
  /// back to.
  public Optional<Step.Agent> agentBefore(StepId id) {
    Optional<Step.Agent> found = Optional.empty();
    for (Step step : steps) {
      if (step.id().equals(id)) {
        return found;
      }
      if (step instanceof Step.Agent agent) {
        found = Optional.of(agent);
      }
    }
    return Optional.empty();
  }

  /// The steps to which a plan may still come from the given one on, itself included.
  public List<Step> ahead(StepId from) {
    Map<StepId, Step> found = new LinkedHashMap<>();
    Deque<Step> next = new ArrayDeque<>(step(from).stream().toList());
    while (!next.isEmpty()) {
      Step step = next.remove();
      if (found.putIfAbsent(step.id(), step) == null) {
        step.onSuccess().flatMap(this::step).or(() -> after(step.id())).ifPresent(next::add);
        step.onFailure().flatMap(this::step).ifPresent(next::add);
        if (step instanceof Step.Human) {
          after(step.id()).ifPresent(next::add); // out of time, with DeadlineAction.NEXT
          agentBefore(step.id()).ifPresent(next::add); // sent back
        }
      }
    }
    return List.copyOf(found.values());
  }

  /// Whether it ever puts a question to people.
  public boolean asksPeople() {
    return steps.stream().anyMatch(Step.Human.class::isInstance);
  }

  /// Whether a step of it is the agent's.
  public boolean names(AgentAddress agent) {
    return steps.stream()
        .anyMatch(step -> step instanceof Step.Agent work && work.agent().equals(agent));
  }

  /// This plan with a question that is asked before anything else of it happens: what an intent
  /// asks of people besides its type's policy.
  ///
  /// @param question goes on with this plan's entry
  public Plan asking(Step.Human question) {
    List<Step> more = new ArrayList<>(steps);
    more.addFirst(question);
    return new Plan(policy, question.id(), more, false);
  }

  /// This plan where each agent's deliveries are on its topic exactly if it is registered now.
  public Plan withTopics(Predicate<AgentAddress> registered) {
    List<Step> changed = new ArrayList<>();
    for (Step step : steps) {
      changed.add(
          step instanceof Step.Agent agent
              ? agent.to(agent.agent(), registered.test(agent.agent()))
              : step);
    }
    return changed.equals(steps) ? this : new Plan(policy, entry, changed, plain);
  }

  /// This plan with what each outcome of its questions means; itself when it says so already.
  ///
  /// @throws IllegalArgumentException when a word among them is not known
  public Plan judged() {
    List<Step> judged =
        steps.stream()
            .map(step -> step instanceof Step.Human human ? human.judged() : step)
            .toList();
    return judged.equals(steps) ? this : new Plan(policy, entry, judged, plain);
  }

  /// One unit of a plan.
  public sealed interface Step {
    StepId id();

    /// Where to go on success; empty means the step written next (or the end).
    Optional<StepId> onSuccess();

    /// Where to go on failure; empty means that the intent fails.
    Optional<StepId> onFailure();

    /// Work for an agent.
    ///
    /// @param topic the agent is registered, so its deliveries are also written to its own topic
    /// @param input the step's own input, beside the intent's payload; `{}` when the author gave
    ///   none
    /// @param deliveriesMax how often an unacknowledged delivery is written to the agent's topic
    /// @param retriesMax how often a failed step is tried again, `retryDelay` later each time
    record Agent(
        StepId id,
        Optional<StepId> onSuccess,
        Optional<StepId> onFailure,
        AgentAddress agent,
        boolean topic,
        Json input,
        Optional<Duration> deadline,
        int deliveriesMax,
        int retriesMax,
        Duration retryDelay)
        implements Step {
      /// The same work for another agent.
      public Agent to(AgentAddress other, boolean otherTopic) {
        return new Agent(
            id,
            onSuccess,
            onFailure,
            other,
            otherTopic,
            input,
            deadline,
            deliveriesMax,
            retriesMax,
            retryDelay);
      }
    }

    /// A question to people.
    record Human(
        StepId id,
        Optional<StepId> onSuccess,
        Optional<StepId> onFailure,
        HumanTask task,
        Optional<Reminders> reminders,
        Optional<Assignee> escalateTo,
        Optional<Duration> deadline,
        DeadlineAction deadlineAction)
        implements Step {
      Human judged() {
        return new Human(
            id,
            onSuccess,
            onFailure,
            task.judged(),
            reminders,
            escalateTo,
            deadline,
            deadlineAction);
      }
    }

    /// A wait.
    record Delay(
        StepId id,
        Optional<StepId> onSuccess,
        Optional<StepId> onFailure,
        Duration duration,
        String reason)
        implements Step {}

    /// A message to people that nobody answers; complete as soon as it is on record.
    record Notification(
        StepId id,
        Optional<StepId> onSuccess,
        Optional<StepId> onFailure,
        List<String> channels,
        String to,
        String subject,
        String body)
        implements Step {
      public Notification {
        channels = List.copyOf(channels);
      }
    }
  }

  /// What happens when nobody answers a task in time (DESIGN section 9). Nothing is ever approved
  /// by it.
  public enum DeadlineAction {
    /// The intent ends TIMED_OUT (the default).
    TIME_OUT,
    /// As if the task had been answered with its negative outcome.
    REJECT,
    /// Ask `escalateTo`, with the same time again; then TIME_OUT.
    ESCALATE,
    /// Go on with the next step.
    NEXT
  }
}
