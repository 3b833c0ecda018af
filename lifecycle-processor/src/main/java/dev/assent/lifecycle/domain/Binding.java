package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.id.StepId;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskRun;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.domain.Intent.Known;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// To which of an intent's questions an answer is (ADR 0028). An answer that says what was shown is
/// to that and to nothing else. One that says nothing is to the open question, unless it is more
/// likely another one's: then its sender has to say which.
final class Binding {
  private Binding() {}

  /// The answer came after that question was over: the loser of a race is told who won it, of the
  /// very task they saw where their client says which, else of the latest.
  static Optional<Decision> tooLate(Known known, Shown shown) {
    return decided(known.memory(), shown)
        .or(() -> latest(known.memory(), _ -> true))
        .map(Refusal::decided);
  }

  /// While a question is open: the answer is to one that was decided before it.
  static Optional<Decision> toAnEarlierOne(Waiting waiting, Asked asked, Shown shown) {
    return decided(waiting.memory(), shown)
        .filter(winner -> shown.content().isPresent() || !winner.step().equals(step(waiting)))
        .map(Refusal::decided)
        .or(() -> repeated(waiting, asked, shown));
  }

  /// Who decided the task that the answer names.
  private static Optional<Memory.Decided> decided(Memory memory, Shown shown) {
    return shown
        .content()
        .flatMap(hash -> latest(memory, winner -> winner.content().equals(hash)))
        .or(
            () ->
                shown
                    .step()
                    .filter(_ -> shown.content().isEmpty())
                    .flatMap(step -> latest(memory, winner -> winner.step().equals(step))));
  }

  /// The second click on the question before. Only a hash tells the questions of an intent apart: a
  /// version is 1 for each, and a step may be open for the second time.
  ///
  /// An answer that its door took before the last one was given is to nothing that opened since,
  /// whoever sent it. Of somebody who has just answered, the next answer is that one once more,
  /// unless it names another step or they have had the time to look again.
  private static Optional<Decision> repeated(Waiting waiting, Asked asked, Shown shown) {
    if (shown.content().isPresent()) {
      return Optional.empty();
    }
    Predicate<Memory.Decided> same = winner -> shown.step().map(winner.step()::equals).orElse(true);
    return latest(waiting.memory(), winner -> winner.by().equals(asked.actor().id()))
        .filter(same)
        .filter(own -> asked.at().isBefore(looksAgain(own)))
        .map(own -> Refusal.repeated(own, waiting.task(), looksAgain(own)))
        .or(
            () ->
                latest(waiting.memory(), winner -> !asked.at().isAfter(winner.at()))
                    .filter(same)
                    .map(Refusal::decided));
  }

  private static Instant looksAgain(Memory.Decided own) {
    return own.at().plus(Limits.SAME_ANSWER_WITHIN);
  }

  private static Optional<Memory.Decided> latest(Memory memory, Predicate<Memory.Decided> which) {
    List<Memory.Decided> found = memory.decisions().stream().filter(which).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
  }

  private static StepId step(Waiting waiting) {
    return waiting.task().step();
  }

  /// The answer says that something else was shown than what is open.
  static Optional<Decision> toAnother(TaskRun task, Shown shown) {
    return otherStep(task, shown)
        .or(() -> otherVersion(task, shown))
        .or(() -> otherContent(task, shown));
  }

  private static Optional<Decision> otherStep(TaskRun task, Shown shown) {
    return shown
        .step()
        .filter(step -> !step.equals(task.step()))
        .map(
            step ->
                Refusal.of(
                    Code.NO_OPEN_TASK,
                    "an answer to the open task '" + task.step() + "'",
                    "this one is to '" + step + "'",
                    Map.of("step_id", task.step().value())));
  }

  private static Optional<Decision> otherVersion(TaskRun task, Shown shown) {
    return shown
        .version()
        .filter(seen -> seen != task.version())
        .map(
            seen -> {
              boolean earlier = seen >= 1 && seen < task.version();
              String since =
                  earlier
                      ? "since then it was escalated to "
                          + task.escalatedTo().subList(seen - 1, task.escalatedTo().size())
                      : "it has no such version";
              return Refusal.of(
                  Code.STALE_VERSION,
                  "version " + task.version() + " of task '" + task.step() + "'",
                  "the answer is to version " + seen + ": " + since,
                  Map.of("version", Integer.toString(task.version()), "changed", since));
            });
  }

  /// The refusal does not tell the hash: that goes with the content only, so that nobody sends it
  /// back who has not been given what it stands for.
  private static Optional<Decision> otherContent(TaskRun task, Shown shown) {
    return shown
        .content()
        .filter(hash -> !hash.equals(task.content()))
        .map(
            hash ->
                Refusal.of(
                    Code.CONTENT_CHANGED,
                    "an answer to the content of task '" + task.step() + "' as it is now",
                    "what was shown is " + hash,
                    Map.of("version", Integer.toString(task.version()))));
  }

  /// The task wants to know what was shown, and the answer does not say.
  static Optional<Decision> unproved(HumanTask question, Shown shown) {
    return question
        .proofRequired()
        .filter(wanted -> !shown.proves(wanted))
        .map(
            wanted ->
                Refusal.of(
                    Code.BINDING_REQUIRED,
                    switch (wanted) {
                      case CONTENT -> "the content_hash of what was shown";
                      case VERSION -> "the version of the task that was shown";
                      case NOTHING -> throw new IllegalStateException("nothing is always proved");
                    },
                    "there is none"));
  }
}
