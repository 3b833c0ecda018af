package dev.assent.contract.task;

import dev.assent.contract.content.Content;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Hash;
import java.util.Optional;

/// What a client says that it had shown to the person whose answer it sends. Whatever is said
/// binds: an answer to another step, version or content is refused. Nothing is ever filled in for
/// it, by no door and no decider: what is absent here was not proved (ADR 0028).
///
/// @param step the task's human step; a name, which proves nothing of what was seen
/// @param version the task's; the first of every task is 1
/// @param content the hash of the canonical content ([Content]), in which step and version are too
public record Shown(Optional<StepId> step, Optional<Integer> version, Optional<Hash> content) {
  public static final Shown NOTHING =
      new Shown(Optional.empty(), Optional.empty(), Optional.empty());

  /// How much of the question the client proved that it had shown.
  public enum Proof {
    /// Unbound: the answer is to whatever was open when it came.
    NOTHING,
    /// The version, which is told in lists too.
    VERSION,
    /// The content, by its hash.
    CONTENT
  }

  public Proof proof() {
    return content.isPresent()
        ? Proof.CONTENT
        : version.isPresent() ? Proof.VERSION : Proof.NOTHING;
  }

  /// Whether an answer with this proof may be given where the other is wanted.
  public boolean proves(Proof wanted) {
    return proof().compareTo(wanted) >= 0;
  }
}
