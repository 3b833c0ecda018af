package dev.assent.bench.waiting;

import dev.assent.bench.measure.Latencies;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How late reminders are, from the events alone: the time of the reminder's event less the time it
/// was due, as the task said when it opened.
final class Reminders {
  private final String intentType;
  private final Instant before;
  private final Map<IntentId, Instant> due = new HashMap<>();
  private final Latencies lateness = new Latencies();

  /// @param before only reminders that are due by then count
  Reminders(String intentType, Instant before) {
    this.intentType = intentType;
    this.before = before;
  }

  void add(Happened happened) {
    boolean ours =
        happened.events().getFirst() instanceof Event.IntentCreated created
            && created.intentType().equals(intentType);
    for (Event event : happened.events()) {
      if (ours && event instanceof Event.TaskOpened opened) {
        opened
            .remindAt()
            .filter(at -> at.isBefore(before))
            .ifPresent(at -> due.put(happened.intent(), at));
      } else if (event instanceof Event.TaskReminded) {
        Instant was = due.remove(happened.intent());
        if (was != null) {
          lateness.add(Duration.between(was, happened.at()).toNanos());
        }
      }
    }
  }

  /// How many are not sent yet.
  int missing() {
    return due.size();
  }

  Latencies lateness() {
    return lateness;
  }
}
