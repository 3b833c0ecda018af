package dev.assent.contract.task;

import dev.assent.contract.task.Settling.Open;
import dev.assent.contract.task.Settling.Settled;

/// How many of which answers settle a question.
public sealed interface Rule {
  /// The rule of a question: one answer of anybody asked.
  static Rule of(HumanTask question) {
    return OneAnswer.INSTANCE;
  }

  /// What the answers so far come to.
  Settling settling(Tally tally);

  /// The first answer of anybody asked settles it.
  record OneAnswer() implements Rule {
    private static final OneAnswer INSTANCE = new OneAnswer();
    private static final Open NOBODY_YET = new Open("an answer of anybody asked");

    @Override
    public Settling settling(Tally tally) {
      return tally.answers().isEmpty() ? NOBODY_YET : new Settled(tally.answers().getFirst());
    }
  }
}
