package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One line of an intent's history as AXP's clients read it (contract section 2.3).
///
/// @param seq counts an intent's events from 1 without a gap
/// @param type AXP's event type, for example `intent.human_task_assigned`
/// @param waitingReason present exactly with WAITING
/// @param task the open question, while there is one
/// @param details what else is known, by name
public record HistoryEvent(
    IntentId intent,
    int seq,
    String type,
    Status status,
    Optional<String> waitingReason,
    Instant at,
    String actor,
    Optional<PendingWith> pendingWith,
    Optional<HumanTask> task,
    Map<String, Json> details) {
  /// Whether AXP has a word for it.
  public boolean shown() {
    return type.startsWith("intent.");
  }

  public HistoryEvent {
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }
}
