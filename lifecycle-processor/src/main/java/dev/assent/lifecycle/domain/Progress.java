package dev.assent.lifecycle.domain;

import dev.assent.contract.Status;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far an intent has come.
///
/// @param runs runs of steps begun so far: the ordinal of the latest one
/// @param results what the finished steps came to ([dev.assent.contract.content.Results])
/// @param rework what a person sent back, until its agent step is done again
/// @param sentBack how often each task was answered neutrally
/// @param controls what has been changed from outside; absent until something is
public record Progress(
    int lastSeq,
    Status status,
    int runs,
    List<StepResult> results,
    Optional<Rework> rework,
    List<SentBack> sentBack,
    Memory memory,
    Optional<Controls> controls) {

  /// Work sent back to an agent's step.
  ///
  /// @param note the decision that sent it back, as the agent gets it
  public record Rework(StepId agentStep, Json note) {}

  /// How often the task of a human step was answered neutrally.
  public record SentBack(StepId step, int times) {}

  public Progress {
    results = List.copyOf(results);
    sentBack = List.copyOf(sentBack);
  }

  static Progress begun(int seq, Status status) {
    return new Progress(
        seq, status, 0, List.of(), Optional.empty(), List.of(), Memory.EMPTY, Optional.empty());
  }

  Progress at(int seq, Status now, List<StepResult> resultsNow) {
    return new Progress(seq, now, runs, resultsNow, rework, sentBack, memory, controls);
  }

  Progress run(int ordinal) {
    return new Progress(lastSeq, status, ordinal, results, rework, sentBack, memory, controls);
  }

  Progress remembering(Memory now) {
    return new Progress(lastSeq, status, runs, results, rework, sentBack, now, controls);
  }

  Progress under(Controls now) {
    return new Progress(lastSeq, status, runs, results, rework, sentBack, memory, Optional.of(now));
  }

  /// The agent step was done again.
  Progress reworked(StepId agentStep) {
    Optional<Rework> left = rework.filter(open -> !open.agentStep().equals(agentStep));
    return new Progress(lastSeq, status, runs, results, left, sentBack, memory, controls);
  }

  /// The task of `humanStep` sent the work back.
  Progress sendingBack(StepId humanStep, Rework note) {
    List<SentBack> counts = new ArrayList<>(sentBack);
    counts.removeIf(count -> count.step().equals(humanStep));
    counts.add(new SentBack(humanStep, timesSentBack(humanStep) + 1));
    return new Progress(
        lastSeq, status, runs, results, Optional.of(note), counts, memory, controls);
  }

  int timesSentBack(StepId humanStep) {
    return sentBack.stream()
        .filter(count -> count.step().equals(humanStep))
        .mapToInt(SentBack::times)
        .sum();
  }
}
