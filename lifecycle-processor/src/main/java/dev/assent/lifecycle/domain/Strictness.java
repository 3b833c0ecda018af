package dev.assent.lifecycle.domain;

import dev.assent.contract.ControlChange;
import dev.assent.contract.Plan;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.people.Grant;
import dev.assent.contract.people.Grant.Right;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.lifecycle.domain.Intent.Active;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An intent that has a policy belongs to its workspace, not to whoever submitted it: what is
/// changed about it may be stricter than what is in force, never looser, but for an admin (ADR
/// 0032).
final class Strictness {
  private Strictness() {}

  /// Why a change must not be, if it loosens anything.
  ///
  /// @param deadline the intent's after the change; absent when that stays as it is
  /// @param grants all that would be in force after the change
  static Optional<Decision> loosened(
      Active active,
      Principal actor,
      ControlChange change,
      Optional<Instant> deadline,
      List<Grant> grants) {
    return active
        .policy()
        .filter(_ -> !actor.has(Scope.ADMIN))
        .flatMap(
            policy ->
                granted(active.controls().grants(), grants)
                    .or(() -> undenied(active.controls().grants(), grants))
                    .or(() -> deadline.flatMap(at -> later(active, at)))
                    .or(() -> change.retriesMax().flatMap(max -> more(active.origin(), max)))
                    .or(() -> change.retryDelay().flatMap(by -> sooner(active.origin(), by)))
                    .map(found -> refusal(policy, found)));
  }

  private static Optional<String> granted(List<Grant> before, List<Grant> after) {
    return after.stream()
        .flatMap(grant -> grant.allow().stream().filter(right -> !allows(before, grant, right)))
        .findFirst()
        .map(right -> "this grants " + word(right));
  }

  private static boolean allows(List<Grant> grants, Grant same, Right right) {
    return grants.stream()
        .anyMatch(grant -> grant.to().equals(same.to()) && grant.allow().contains(right));
  }

  private static Optional<String> undenied(List<Grant> before, List<Grant> after) {
    return before.stream()
        .flatMap(grant -> grant.deny().stream().filter(right -> !denies(after, grant, right)))
        .findFirst()
        .map(right -> "this no longer denies " + word(right));
  }

  private static boolean denies(List<Grant> grants, Grant same, Right right) {
    return grants.stream()
        .anyMatch(grant -> grant.to().equals(same.to()) && grant.deny().contains(right));
  }

  private static Optional<String> later(Active active, Instant deadline) {
    return active
        .controls()
        .deadlineAt()
        .or(() -> active.origin().deadlineAt())
        .filter(deadline::isAfter)
        .map(before -> "this moves its deadline from " + before + " to " + deadline);
  }

  private static Optional<String> more(Origin origin, int retries) {
    return agents(origin)
        .filter(step -> retries > step.retriesMax())
        .findFirst()
        .map(
            step ->
                "this allows step '"
                    + step.id()
                    + "' "
                    + retries
                    + " retries instead of "
                    + step.retriesMax());
  }

  private static Optional<String> sooner(Origin origin, Duration delay) {
    return agents(origin)
        .filter(step -> step.retriesMax() > 0 && delay.compareTo(step.retryDelay()) < 0)
        .findFirst()
        .map(
            step ->
                "this tries step '"
                    + step.id()
                    + "' again after "
                    + delay
                    + " instead of "
                    + step.retryDelay());
  }

  private static Stream<Step.Agent> agents(Origin origin) {
    return origin.plan().steps().stream()
        .filter(Step.Agent.class::isInstance)
        .map(Step.Agent.class::cast);
  }

  private static Decision refusal(Plan.PolicyRef policy, String found) {
    return new Decision.Reject(
        Rejection.of(
                Code.NOT_ALLOWED,
                "nothing looser than policy '"
                    + policy.id()
                    + "' version "
                    + policy.version()
                    + " has it, without an admin's key",
                found)
            .with(
                Map.of(
                    "policy_id", policy.id(),
                    "policy_version", Integer.toString(policy.version()))));
  }

  private static String word(Right right) {
    return right.name().toLowerCase(Locale.ROOT);
  }
}
