package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.task.Permission;
import dev.assent.contract.task.TaskRun;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The refusals that several rules share, and how a state is told to people.
final class Refusal {
  private Refusal() {}

  static Decision of(Code code, String expected, String found) {
    return new Decision.Reject(Rejection.of(code, expected, found));
  }

  static Decision of(Code code, String expected, String found, Map<String, String> details) {
    return new Decision.Reject(Rejection.of(code, expected, found).with(details));
  }

  static Decision unknown(Asked asked) {
    return of(
        Code.UNKNOWN_INTENT,
        "an intent of workspace " + asked.actor().workspace(),
        "there is no " + asked.target() + " in it");
  }

  /// The refusal of whoever may not answer a question; nothing for who may.
  static Optional<Decision> unless(Permission permission) {
    return switch (permission) {
      case Permission.Allowed _ -> Optional.empty();
      case Permission.Refused refused ->
          Optional.of(
              of(
                  switch (refused.reason()) {
                    case NO_APPROVER, DENIED -> Code.NOT_ALLOWED;
                    case NOT_ASKED -> Code.NOT_ASSIGNED;
                  },
                  refused.expected(),
                  refused.found()));
    };
  }

  static Decision notAllowed(String expected, Asked asked) {
    return of(Code.NOT_ALLOWED, expected, "this is " + asked.actor().described());
  }

  static Decision ended(Ended ended) {
    return of(
        Code.INTENT_ENDED,
        "an intent that is not over",
        "it has been "
            + ended.status()
            + " ("
            + ended.cause()
            + ") since "
            + ended.endedAt()
            + ", by '"
            + ended.by()
            + "' through "
            + ended.door(),
        Map.of(
            "status", ended.status().name(),
            "cause", ended.cause(),
            "ended_at", ended.endedAt().toString(),
            "by", ended.by(),
            "door", ended.door().name()));
  }

  static Decision decided(Memory.Decided winner) {
    return of(Code.ALREADY_DECIDED, "a task that is still open", answered(winner), details(winner));
  }

  /// The answer is taken for the one before it.
  ///
  /// @param countsFrom when the same answer is one to the open task
  static Decision repeated(Memory.Decided winner, TaskRun open, Instant countsFrom) {
    Map<String, String> details = new TreeMap<>(details(winner));
    details.put("open_step_id", open.step().value());
    details.put("counts_from", countsFrom.toString());
    String naming =
        winner.step().equals(open.step()) ? "content_hash" : "content_hash or the step_id";
    return of(
        Code.ALREADY_DECIDED,
        "an answer with the "
            + naming
            + " of task '"
            + open.step()
            + "', which has opened since, or one after "
            + countsFrom,
        "this one counts as the answer before it: " + answered(winner),
        details);
  }

  private static String answered(Memory.Decided winner) {
    return "'"
        + winner.by()
        + "' answered '"
        + winner.outcome()
        + "' at "
        + winner.at()
        + " through "
        + winner.door();
  }

  private static Map<String, String> details(Memory.Decided winner) {
    return Map.of(
        "decided_by", winner.by(),
        "decided_at", winner.at().toString(),
        "door", winner.door().name(),
        "outcome", winner.outcome(),
        "step_id", winner.step().value(),
        "version", Integer.toString(winner.version()));
  }

  static Decision tooLarge(String what, int max, String unit, int found) {
    return of(Code.OUT_OF_BOUNDS, what + " of at most " + max + " " + unit, "it has " + found);
  }

  /// What the intent is doing, for a message.
  static String doing(Active active) {
    return switch (active) {
      case Running running ->
          switch (running.work()) {
            case Work.Between _ -> "nothing is under way";
            case Work.AgentRun run -> "step '" + run.step() + "' is with the agent " + run.agent();
            case Work.Retry retry ->
                "step '" + retry.step() + "' failed and is tried again at " + retry.at();
            case Work.Delay delay -> "step '" + delay.step() + "' waits until " + delay.until();
          };
      case Waiting waiting -> "step '" + waiting.task().step() + "' waits for a person to decide";
    };
  }
}
