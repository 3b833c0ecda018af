package dev.assent.lifecycle.domain;

import dev.assent.contract.Asked;
import dev.assent.contract.Happened;
import dev.assent.contract.Rejection;
import dev.assent.contract.Result;
import java.util.Optional;

/// What comes of one command.
public sealed interface Decision {

  /// It is done: write the facts, keep the state.
  ///
  /// @param after the state before, folded over `happened`
  record Accept(Happened happened, Intent.Known after) implements Decision {}

  /// It had been done before (or asks for what is so already): only answer.
  record Again(Result.Accepted answer) implements Decision {}

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
                  accept.after().policy()));
      case Again again -> Optional.of(again.answer());
      case Reject reject ->
          Optional.of(new Result.Rejected(asked.commandId(), asked.target(), reject.rejection()));
      case Forget _ -> Optional.empty();
    };
  }
}
