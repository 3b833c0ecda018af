package dev.assent.lifecycle.domain;

import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import java.util.Optional;

/// What comes of one command.
public sealed interface Decision {

  /// It is done: write the facts, keep the state.
  ///
  /// @param after the state before, folded over `happened`
  record Accept(Happened happened, Intent.Known after) implements Decision {}

  /// It had been done before (or asks for what is so already): only answer.
  record Again(Result.Accepted answer) implements Decision {}

  /// What was answered to the same command before.
  static Decision again(Intent.Known known, Asked asked, Memory.Answer first) {
    return again(known, asked, first.seq(), first.status(), first.advice());
  }

  /// What is answered where the command asks for what is so already.
  static Decision asItIs(Intent.Known known, Asked asked) {
    return again(known, asked, known.lastSeq(), known.status(), asked.advice());
  }

  private static Decision again(
      Intent.Known known, Asked asked, int seq, Status status, Advice advice) {
    return new Again(
        new Result.Accepted(
            asked.commandId(),
            asked.target(),
            seq,
            status,
            known.createdAt(),
            known.generation(),
            true,
            known.policy(),
            advice));
  }

  /// It is refused: nothing changes.
  record Reject(Rejection rejection) implements Decision {}

  /// The intent's retirement: drop its state. Its history stays.
  record Forget() implements Decision {}

  /// What the asker is told; empty for a retirement, which nobody asks for.
  default Optional<Result> answer(Asked asked) {
    return switch (this) {
      case Accept accept ->
          Optional.of(
              new Result.Accepted(
                  asked.commandId(),
                  asked.target(),
                  accept.after().lastSeq(),
                  accept.after().status(),
                  accept.after().createdAt(),
                  accept.after().generation(),
                  false,
                  accept.after().policy(),
                  asked.advice()));
      case Again again -> Optional.of(again.answer());
      case Reject reject ->
          Optional.of(new Result.Rejected(asked.commandId(), asked.target(), reject.rejection()));
      case Forget _ -> Optional.empty();
    };
  }
}
