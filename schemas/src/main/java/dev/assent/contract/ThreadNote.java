package dev.assent.contract;

import java.util.List;
import java.util.Optional;

/// What somebody did with an intent's thread in an inbox (contract section 3.2). It moves nothing
/// in the plan: what decides a task is a [Command.Decide].
///
/// @param owner whose inbox it was done in, as an agent's full address where it is one
/// @param text the message, note or comment; empty when there is none
/// @param to who else it concerns: whom a reply goes to, whom a thread is delegated to
/// @param seqs the numbers of the notes that a deletion takes out of sight
public record ThreadNote(
    Kind kind, String owner, String text, Optional<String> to, List<Integer> seqs) {

  /// What was done.
  public enum Kind {
    REPLY("inbox.reply"),
    DELEGATE("inbox.delegated"),
    /// A yes where no task is open.
    APPROVE("inbox.approved"),
    /// A no where no task is open.
    REJECT("inbox.rejected"),
    READ("inbox.read"),
    /// Messages are out of the owner's sight.
    DELETE_FOR_SELF(""),
    /// Messages are out of everybody's sight.
    DELETE_FOR_ALL(""),
    /// The intent ended and its `reply_to` has been told: written by the decider, never asked for.
    COMPLETION("inbox.completion");

    private final String line;

    Kind(String line) {
      this.line = line;
    }

    /// Whether it says yes or no.
    public boolean isAnswer() {
      return this == APPROVE || this == REJECT;
    }

    /// AXP's word for the line that it adds to a thread; empty when it adds none.
    public Optional<String> line() {
      return line.isEmpty() ? Optional.empty() : Optional.of(line);
    }
  }

  public ThreadNote {
    seqs = List.copyOf(seqs);
  }

  public static ThreadNote of(Kind kind, String owner, String text) {
    return new ThreadNote(kind, owner, text, Optional.empty(), List.of());
  }

  public ThreadNote to(String other) {
    return new ThreadNote(kind, owner, text, Optional.of(other), seqs);
  }
}
