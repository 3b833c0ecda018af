package dev.assent.contract;

import java.time.Instant;
import java.util.List;

/// The facts one command brought about, in their envelope: one record on the events topic (ADR
/// 0003). Fact `i` (from 0) has seq `firstSeq + i`; seqs of an intent start at 1 and have no gap.
///
/// @param intent the root
/// @param workspace where the intent lives
public record Happened(
    IntentId intent,
    Workspace workspace,
    int firstSeq,
    Instant at,
    Principal actor,
    Door door,
    CommandId cause,
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
