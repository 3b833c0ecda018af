package dev.assent.contract.task;

import java.util.ArrayList;
import java.util.List;

/// The answers to a question so far, the newest last. What they come to is for the question's
/// [Rule] to say.
public record Tally(List<Answer> answers) {
  public static final Tally NONE = new Tally(List.of());

  public Tally {
    answers = List.copyOf(answers);
  }

  public Tally with(Answer answer) {
    List<Answer> more = new ArrayList<>(answers.size() + 1);
    more.addAll(answers);
    more.add(answer);
    return new Tally(more);
  }
}
