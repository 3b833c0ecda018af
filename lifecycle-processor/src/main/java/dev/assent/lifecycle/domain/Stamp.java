package dev.assent.lifecycle.domain;

import dev.assent.contract.Door;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import java.time.Instant;

/// The envelope of one fact: what [Intent#evolve] may know besides the fact itself.
public record Stamp(IntentId intent, int seq, Instant at, Principal actor, Door door) {
  /// Of the fact at this index of the batch.
  public static Stamp of(Happened happened, int index) {
    return new Stamp(
        happened.intent(),
        happened.firstSeq() + index,
        happened.at(),
        happened.actor(),
        happened.door());
  }
}
