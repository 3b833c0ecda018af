package dev.assent.contract;

import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The facts one command brought about, in their envelope: one record on the events topic (ADR
/// 0003). Fact `i` (from 0) has seq `firstSeq + i`; seqs of an intent start at 1 and have no gap.
///
/// @param intent the root
/// @param workspace where the intent lives
/// @param body the hash of the request, when the caller sent an idempotency key ([Asked#body]): so
///   the answers an intent remembers come out of its history, like all of its state
public record Happened(
    IntentId intent,
    Workspace workspace,
    int firstSeq,
    Instant at,
    Principal actor,
    Door door,
    CommandId cause,
    Optional<Hash> body,
    List<Event> events) {

  public Happened {
    events = List.copyOf(events);
    if (events.isEmpty() || firstSeq < 1) {
      throw new IllegalArgumentException(
          "expected at least one event and a seq from 1, but got "
              + events.size()
              + " from "
              + firstSeq);
    }
  }

  public int lastSeq() {
    return firstSeq + events.size() - 1;
  }
}
