package dev.assent.approval.view;

import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.content.Content;
import dev.assent.contract.content.Results;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.delivery.AxpEvent;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Grant;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What people need to know of one intent in order to decide: what was asked for, what the agents
/// found, and every question put to people, the latest last. A pure fold of the intent's facts.
///
/// @param lastSeq the last fact folded
/// @param results what the steps came to so far
/// @param deadlineAt the intent's own, as its submission or the last change of its controls says
/// @param grants what the intent's policy says of single principals by now
/// @param status the intent's, after the last fact
public record TaskView(
    IntentId intent,
    Workspace workspace,
    Event.IntentCreated created,
    Instant createdAt,
    int lastSeq,
    List<StepResult> results,
    List<Task> tasks,
    Optional<Instant> deadlineAt,
    List<Grant> grants,
    Status status) {

  public TaskView {
    results = List.copyOf(results);
    tasks = List.copyOf(tasks);
    grants = List.copyOf(grants);
  }

  /// The view of an intent's whole history, in order; empty without one.
  public static Optional<TaskView> of(List<Happened> history) {
    if (history.isEmpty()) {
      return Optional.empty();
    }
    TaskView view = begin(history.getFirst());
    for (Happened happened : history) {
      view = view.after(happened);
    }
    return Optional.of(view);
  }

  /// The view after an intent's first facts.
  static TaskView begin(Happened first) {
    if (first.firstSeq() != 1
        || !(first.events().getFirst() instanceof Event.IntentCreated created)) {
      throw new IllegalStateException(
          "expected intent "
              + first.intent()
              + " to begin with IntentCreated at seq 1, but got "
              + first.events().getFirst().getClass().getSimpleName()
              + " at "
              + first.firstSeq());
    }
    TaskView empty =
        new TaskView(
            first.intent(),
            first.workspace(),
            created,
            first.at(),
            0,
            List.of(),
            List.of(),
            created.deadlineAt(),
            List.of(),
            Status.CREATED);
    return empty.after(first);
  }

  /// The view after these facts. Facts it has already seen change nothing.
  public TaskView after(Happened happened) {
    if (happened.lastSeq() <= lastSeq) {
      return this;
    }
    if (happened.firstSeq() != lastSeq + 1) {
      throw new IllegalStateException(
          "expected seq "
              + (lastSeq + 1)
              + " of intent "
              + intent
              + ", but got "
              + happened.firstSeq());
    }
    TaskView view = this;
    for (Event event : happened.events()) {
      view = view.after(event, happened);
    }
    return view;
  }

  /// The latest question; empty when none was put yet.
  public Optional<Task> task() {
    return tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.getLast());
  }

  /// When this question is over at the latest: by its own time or by the intent's, whichever comes
  /// first.
  public Optional<Instant> dueAt(Task task) {
    return Stream.concat(task.dueAt().stream(), deadlineAt.stream()).min(Comparator.naturalOrder());
  }

  /// What people are (or were) shown of this question; the decision is bound to its hash.
  public Json content(Task task) {
    return Content.of(
        intent,
        created.intentType(),
        created.from(),
        created.payload(),
        task.results(),
        new Content.Question(task.step(), task.question(), task.escalatedTo(), task.version()));
  }

  public Optional<Task> openTask() {
    return task().filter(Task::open);
  }

  /// How much memory this takes, roughly, in characters of JSON.
  int size() {
    int size = 1_000 + created.payload().text().length() + 1_000 * tasks.size();
    for (StepResult result : results) {
      size += result.result().text().length();
    }
    for (Task task : tasks) {
      size += task.question().title().length() + task.question().description().length();
    }
    return size;
  }

  private TaskView after(Event event, Happened in) {
    TaskView next = known(event, in);
    return switch (event) {
      case Event.TaskOpened e -> next.opened(Task.opened(e.at(in.at()), results, remindersMax(e)));
      case Event.TaskReminded e -> next.latest(current(e).reminded(e, in.at()));
      case Event.TaskEscalated e -> next.latest(current(e).escalated(e));
      case Event.TaskDecided e ->
          next.latest(
              current(e).closed(new Task.Closing.Decided(in.at(), in.actor(), in.door(), e)));
      case Event.TaskExpired e ->
          next.latest(current(e).closed(new Task.Closing.Expired(in.at(), e.action())));
      case Event.IntentCompleted e ->
          next.ended(
              "completed by hand, nobody decided"
                  + e.resolved().filter(why -> !why.isBlank()).map(why -> ": " + why).orElse(""),
              in);
      case Event.IntentFailed e -> next.ended("failed: " + e.reason(), in);
      case Event.IntentCanceled e -> next.ended("canceled: " + e.reason(), in);
      case Event.IntentTimedOut e -> next.ended("timed out: " + e.reason(), in);
      case Event.IntentCreated _,
          Event.IntentSubmitted _,
          Event.StepDelivered _,
          Event.StepAcknowledged _,
          Event.StepProgressed _,
          Event.StepCompleted _,
          Event.StepFailed _,
          Event.StepTimedOut _,
          Event.DelayStarted _,
          Event.DelayElapsed _,
          Event.NotificationRequested _,
          Event.HandedOff _,
          Event.ControlsChanged _,
          Event.ThreadNoted _ ->
          next;
    };
  }

  /// What every fact changes: the seq, the results, the status.
  private TaskView known(Event event, Happened in) {
    return new TaskView(
        intent,
        workspace,
        created,
        createdAt,
        lastSeq + 1,
        Results.after(results, event, in.at(), in.actor(), in.door()),
        tasks,
        event instanceof Event.ControlsChanged changed
            ? changed.deadlineAt().or(() -> deadlineAt)
            : deadlineAt,
        event instanceof Event.ControlsChanged changed ? changed.grants() : grants,
        AxpEvent.of(event, created.plan().plain()).map(AxpEvent::status).orElse(status));
  }

  private int remindersMax(Event.TaskOpened opened) {
    return created
        .plan()
        .step(opened.step())
        .filter(Plan.Step.Human.class::isInstance)
        .flatMap(human -> ((Plan.Step.Human) human).reminders())
        .map(Reminders::max)
        .orElse(0);
  }

  private Task current(Event event) {
    return openTask()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected an open task of intent "
                        + intent
                        + " at seq "
                        + lastSeq
                        + ", but got "
                        + event.getClass().getSimpleName()
                        + " without one"));
  }

  private TaskView opened(Task task) {
    List<Task> more = new ArrayList<>(tasks);
    more.add(task);
    return with(more);
  }

  private TaskView latest(Task task) {
    List<Task> changed = new ArrayList<>(tasks);
    changed.set(changed.size() - 1, task);
    return with(changed);
  }

  /// An open question cannot outlive its intent.
  private TaskView ended(String why, Happened in) {
    return openTask()
        .map(task -> latest(task.closed(new Task.Closing.Withdrawn(in.at(), in.actor(), why))))
        .orElse(this);
  }

  private TaskView with(List<Task> changed) {
    return new TaskView(
        intent,
        workspace,
        created,
        createdAt,
        lastSeq,
        results,
        changed,
        deadlineAt,
        grants,
        status);
  }
}
