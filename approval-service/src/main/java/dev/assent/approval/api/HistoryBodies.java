package dev.assent.approval.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An intent's history for people: each fact with who, when, through which door, and a sentence.
final class HistoryBodies {
  /// The newest facts shown; an agent may report its progress without end.
  static final int FACTS_MAX = 500;

  private HistoryBodies() {}

  static ArrayNode of(List<Happened> history) {
    ArrayNode lines = JsonNodeFactory.instance.arrayNode();
    int lastSeq = history.isEmpty() ? 0 : history.getLast().lastSeq();
    for (Happened happened : history) {
      int seq = happened.firstSeq();
      for (Event event : happened.events()) {
        if (seq > lastSeq - FACTS_MAX) {
          lines.add(line(happened, seq, event));
        }
        seq++;
      }
    }
    return lines;
  }

  private static ObjectNode line(Happened happened, int seq, Event event) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("seq", seq)
            .put("at", happened.at().toString())
            .put("event", snake(event.getClass().getSimpleName()))
            .put("summary", summary(event));
    line.putObject("actor")
        .put("kind", TaskBodies.word(happened.actor().kind()))
        .put("id", happened.actor().id());
    return line.put("door", TaskBodies.word(happened.door()));
  }

  private static String summary(Event event) {
    return switch (event) {
      case Event.IntentCreated e -> e.from() + " asked for " + e.intentType();
      case Event.IntentSubmitted _ -> "its plan began";
      case Event.StepDelivered e ->
          step(e.step()) + " was handed to " + e.agent() + ", attempt " + e.attempt();
      case Event.StepAcknowledged e -> step(e.step()) + " was acknowledged";
      case Event.StepProgressed e -> step(e.step()) + " made progress";
      case Event.StepCompleted e -> step(e.step()) + " was completed";
      case Event.StepFailed e -> step(e.step()) + " failed: " + e.reason();
      case Event.StepTimedOut e -> step(e.step()) + " ran out of time";
      case Event.TaskOpened e ->
          "'" + e.task().title() + "' was put to " + who(e.task().assignees());
      case Event.TaskReminded e -> "reminder " + e.count();
      case Event.TaskEscalated e -> "escalated to " + who(e.to()) + ": " + e.reason();
      case Event.TaskDecided e -> "decided: " + e.outcome();
      case Event.TaskExpired e -> "nobody decided in time: " + TaskBodies.word(e.action());
      case Event.DelayStarted e -> step(e.step()) + " waits until " + e.until();
      case Event.DelayElapsed e -> step(e.step()) + " is over";
      case Event.NotificationRequested e -> "told " + e.to() + ": " + e.subject();
      case Event.HandedOff e ->
          "handed over" + e.nextHandler().map(next -> " to " + next).orElse("") + ": " + e.reason();
      case Event.ControlsChanged e ->
          "its "
              + e.part().name().toLowerCase(Locale.ROOT)
              + " changed, generation "
              + e.generation()
              + (e.reason().isEmpty() ? "" : ": " + e.reason());
      case Event.ThreadNoted e ->
          "noted in the inbox of "
              + e.note().owner()
              + ": "
              + e.note().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Event.IntentCompleted e ->
          e.resolved()
              .map(why -> "completed by hand" + (why.isBlank() ? "" : ": " + why))
              .orElse("completed");
      case Event.IntentFailed e -> "failed (" + e.code() + "): " + e.reason();
      case Event.IntentCanceled e -> "canceled: " + e.reason();
      case Event.IntentTimedOut e -> "timed out (" + e.code() + "): " + e.reason();
    };
  }

  private static String step(StepId step) {
    return "step " + step;
  }

  private static String who(List<Assignee> assignees) {
    return assignees.isEmpty()
        ? "every approver"
        : assignees.stream().map(Assignee::toString).collect(Collectors.joining(", "));
  }

  private static String snake(String camel) {
    return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
