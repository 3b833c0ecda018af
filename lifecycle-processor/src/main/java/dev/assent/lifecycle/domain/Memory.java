package dev.assent.lifecycle.domain;

import dev.assent.contract.Advice;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Status;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an intent remembers of what it has answered, also after its end.
///
/// @param submission the answer to the keyed Submit that began it; absent when that had no key
/// @param answers the latest keyed commands that were accepted, the newest last, at most
///   [Limits#ANSWERS_KEPT]. A refusal is not remembered: it changed nothing, so the same command is
///   judged anew
/// @param decisions who decided the latest tasks, the newest last, at most [Limits#ANSWERS_KEPT]
public record Memory(Optional<Answer> submission, List<Answer> answers, List<Decided> decisions) {
  static final Memory EMPTY = new Memory(Optional.empty(), List.of(), List.of());

  /// An accepted command that had an idempotency key.
  ///
  /// @param body the hash of its request
  /// @param seq the intent's last seq after it, and `status` the root's status
  /// @param told what the author of a submission was told; empty where there was nothing to tell
  public record Answer(
      CommandId command, Hash body, int seq, Status status, Optional<Advice> told) {
    Advice advice() {
      return told.orElse(Advice.NONE);
    }
  }

  /// Who won a task.
  ///
  /// @param content the hash of what the task showed: what tells the tasks of an intent apart
  /// @param by the id of the person
  public record Decided(
      StepId step,
      int ordinal,
      int version,
      Hash content,
      String outcome,
      String by,
      Instant at,
      Door door) {
    static Decided of(Event.TaskDecided event, Stamp stamp) {
      return new Decided(
          event.step(),
          event.ordinal(),
          event.version(),
          event.content(),
          event.outcome(),
          stamp.actor().id(),
          stamp.at(),
          stamp.door());
    }
  }

  public Memory {
    answers = List.copyOf(answers);
    decisions = List.copyOf(decisions);
  }

  Memory submitted(Answer answer) {
    return new Memory(Optional.of(answer), answers, decisions);
  }

  Memory answered(Answer answer) {
    return new Memory(submission, newest(answers, answer), decisions);
  }

  Memory decided(Decided decision) {
    return new Memory(submission, answers, newest(decisions, decision));
  }

  Optional<Answer> answerTo(CommandId command) {
    return answers.stream().filter(answer -> answer.command().equals(command)).findFirst();
  }

  private static <T> List<T> newest(List<T> kept, T one) {
    List<T> all = new ArrayList<>(kept);
    all.add(one);
    return all.subList(Math.max(0, all.size() - Limits.ANSWERS_KEPT), all.size());
  }
}
