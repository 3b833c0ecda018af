package dev.assent.lifecycle.domain;

import dev.assent.contract.Event;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The question that is put to people now. What it asks is in the plan, under its step.
///
/// @param content hash of what people are shown at this version
/// @param escalatedTo who was asked besides the task's own assignees, one for each version above 1
/// @param reminded reminders so far
/// @param extended whether an escalation has already moved the deadline: it does so once
public record OpenTask(
    StepId step,
    int ordinal,
    int version,
    Hash content,
    List<Assignee> escalatedTo,
    int reminded,
    boolean extended,
    Optional<Instant> remindAt,
    Optional<Instant> escalateAt,
    Optional<Instant> deadlineAt) {

  public OpenTask {
    escalatedTo = List.copyOf(escalatedTo);
  }

  static OpenTask of(Event.TaskOpened event) {
    return new OpenTask(
        event.step(),
        event.ordinal(),
        event.version(),
        event.content(),
        List.of(),
        0,
        false,
        event.remindAt(),
        event.escalateAt(),
        event.deadlineAt());
  }

  OpenTask reminded(Event.TaskReminded event) {
    return new OpenTask(
        step,
        ordinal,
        version,
        content,
        escalatedTo,
        event.count(),
        extended,
        event.remindAt(),
        event.escalateAt(),
        deadlineAt);
  }

  OpenTask escalated(Event.TaskEscalated event) {
    List<Assignee> asked = new ArrayList<>(escalatedTo);
    asked.addAll(event.to());
    return new OpenTask(
        step,
        ordinal,
        event.version(),
        event.content(),
        asked,
        reminded,
        extended || !event.deadlineAt().equals(deadlineAt),
        remindAt,
        Optional.empty(),
        event.deadlineAt());
  }
}
