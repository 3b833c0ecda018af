package dev.assent.lifecycle.domain;

import static java.util.stream.Collectors.joining;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.id.StepId;
import java.time.Instant;

/// Prints a history so that a person can read it: one line for each command.
final class Histories {
  private Histories() {}

  static String line(Happened happened) {
    return "%4d  %s %s: %s"
        .formatted(
            happened.firstSeq(),
            clock(happened.at()),
            happened.actor().id(),
            happened.events().stream().map(Histories::fact).collect(joining(", ")));
  }

  static String clock(Instant at) {
    return at.toString();
  }

  /// The fact's name and what tells it from others of its kind.
  static String fact(Event event) {
    String name = event.getClass().getSimpleName();
    String more =
        switch (event) {
          case Event.IntentCreated e -> e.intentType();
          case Event.IntentSubmitted _ -> "";
          case Event.StepDelivered e -> run(e.step(), e.ordinal()) + " attempt " + e.attempt();
          case Event.StepAcknowledged e -> run(e.step(), e.ordinal());
          case Event.StepProgressed e -> run(e.step(), e.ordinal());
          case Event.StepCompleted e -> run(e.step(), e.ordinal());
          case Event.StepFailed e ->
              run(e.step(), e.ordinal())
                  + (e.retryAt().isPresent() ? " retry at " + e.retryAt().get() : "");
          case Event.StepTimedOut e -> run(e.step(), e.ordinal());
          case Event.TaskOpened e -> run(e.step(), e.ordinal());
          case Event.TaskReminded e -> e.count() + " " + run(e.step(), e.ordinal());
          case Event.TaskEscalated e -> e.to() + " " + run(e.step(), e.ordinal());
          case Event.TaskDecided e -> e.outcome() + " " + run(e.step(), e.ordinal());
          case Event.TaskExpired e -> e.action() + " " + run(e.step(), e.ordinal());
          case Event.DelayStarted e -> run(e.step(), e.ordinal()) + " until " + e.until();
          case Event.DelayElapsed e -> run(e.step(), e.ordinal());
          case Event.NotificationRequested e -> run(e.step(), e.ordinal());
          case Event.HandedOff e -> e.nextHandler().orElse("");
          case Event.ControlsChanged e -> e.part() + " " + e.generation();
          case Event.ThreadNoted e -> e.note().kind() + " " + e.note().owner();
          case Event.IntentCompleted _ -> "";
          case Event.IntentFailed e -> e.code();
          case Event.IntentCanceled _ -> "";
          case Event.IntentTimedOut e -> e.code();
        };
    return (name + " " + more).strip();
  }

  private static String run(StepId step, int ordinal) {
    return step + "#" + ordinal;
  }
}
