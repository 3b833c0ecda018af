package dev.assent.gateway.view;

import dev.assent.contract.Event;
import dev.assent.contract.Event.IntentCreated;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.content.StepResult;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.value.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What clients see of an intent: its present, its history (each fact is one [HistoryEvent] with
/// the fact's own seq), and the runs of its agents' steps. A pure fold: the same batch twice
/// changes nothing.
public final class IntentView {
  private final IntentId id;
  private final Workspace workspace;
  private final IntentCreated created;
  private final Instant createdAt;
  private final Now now;
  private final Map<Integer, StepView> steps;
  private final Optional<Delivery> plainDelivery;
  private final List<HistoryEvent> events;
  private final ControlsView controls;
  private final IntentThread thread;

  /// An open delivery: what an agent that listens now is given.
  ///
  /// @param intent the id that the agent reports on
  /// @param ordinal which run of a step it is
  public record Delivery(IntentId intent, int ordinal, AgentAddress agent) {}

  IntentView(
      IntentId id,
      Workspace workspace,
      IntentCreated created,
      Instant createdAt,
      Now now,
      Map<Integer, StepView> steps,
      Optional<Delivery> plainDelivery,
      List<HistoryEvent> events,
      ControlsView controls,
      IntentThread thread) {
    this.id = id;
    this.workspace = workspace;
    this.created = created;
    this.createdAt = createdAt;
    this.now = now;
    this.steps = steps;
    this.plainDelivery = plainDelivery;
    this.events = events;
    this.controls = controls;
    this.thread = thread;
  }

  /// The view after the first batch of an intent.
  public static IntentView of(Happened first) {
    if (first.firstSeq() != 1 || !(first.events().getFirst() instanceof IntentCreated created)) {
      throw new IllegalArgumentException(
          "expected IntentCreated with seq 1 first, but got "
              + first.events().getFirst().getClass().getSimpleName()
              + " with seq "
              + first.firstSeq()
              + " of "
              + first.intent());
    }
    IntentView nothing =
        new IntentView(
            first.intent(),
            first.workspace(),
            created,
            first.at(),
            Now.created(first.at()),
            Map.of(),
            Optional.empty(),
            List.of(),
            ControlsView.NONE,
            IntentThread.of(created, first.workspace()));
    return nothing.after(first);
  }

  public IntentView after(Happened happened) {
    if (happened.lastSeq() <= seq()) {
      return this;
    }
    IntentFold fold = new IntentFold(this, happened);
    for (int i = Math.max(0, seq() + 1 - happened.firstSeq()); i < happened.events().size(); i++) {
      Event event = happened.events().get(i);
      fold.apply(event, happened.firstSeq() + i);
    }
    return fold.folded();
  }

  public IntentId id() {
    return id;
  }

  public Workspace workspace() {
    return workspace;
  }

  /// What was submitted.
  public IntentCreated created() {
    return created;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return now.updatedAt();
  }

  public int seq() {
    return events.isEmpty() ? 0 : events.getLast().seq();
  }

  public Status status() {
    return now.status();
  }

  public Optional<String> waitingReason() {
    return now.waitingReason();
  }

  public Optional<PendingWith> pendingWith() {
    return now.pendingWith();
  }

  public Optional<OpenTask> task() {
    return now.task();
  }

  public int reminders() {
    return now.reminders();
  }

  public int attempt() {
    return now.attempt();
  }

  /// What the steps came to so far, the last finished one last.
  public List<StepResult> results() {
    return now.results();
  }

  public Optional<Json> result() {
    return now.result();
  }

  public Optional<String> failureCode() {
    return now.failure().map(Now.Failure::code);
  }

  public Optional<String> failureReason() {
    return now.failure().map(Now.Failure::reason);
  }

  public Optional<Json> error() {
    return now.failure().map(Now.Failure::error);
  }

  /// Every fact; a client is shown those that say so ([HistoryEvent#shown]).
  public List<HistoryEvent> events() {
    return Collections.unmodifiableList(events);
  }

  public ControlsView controls() {
    return controls;
  }

  /// When it must have ended.
  public Optional<Instant> deadlineAt() {
    return controls.deadlineAt().or(created::deadlineAt);
  }

  /// When an agent's run must be answered: by its own time or by the intent's, whichever comes
  /// first.
  public Optional<Instant> deadlineAt(StepView step) {
    return first(step.deadlineAt().stream());
  }

  /// When a question is over at the latest.
  public Optional<Instant> dueAt(OpenTask task) {
    return first(task.dueAt().stream());
  }

  private Optional<Instant> first(Stream<Instant> own) {
    return Stream.concat(own, deadlineAt().stream()).min(Comparator.naturalOrder());
  }

  public IntentThread thread() {
    return thread;
  }

  public Collection<StepView> steps() {
    return steps.values();
  }

  /// Whether people were ever asked.
  public boolean wasAsked() {
    return events.stream().anyMatch(event -> event.type().equals("intent.human_task_assigned"));
  }

  /// The step intent of this ordinal; a plain intent has none.
  public Optional<StepView> step(int ordinal) {
    return Optional.ofNullable(steps.get(ordinal));
  }

  /// The step that an id of this intent speaks of; empty for the root itself.
  public Optional<StepView> step(IntentId stepIntent) {
    return step(stepIntent.ordinal());
  }

  /// Whether this intent has such an id: the root's own or one of a delivered step.
  public boolean knows(IntentId any) {
    return any.isRoot() || step(any).isPresent();
  }

  /// What agents have yet to answer.
  public List<Delivery> openDeliveries() {
    List<Delivery> open = new ArrayList<>();
    plainDelivery.ifPresent(open::add);
    steps.forEach(
        (ordinal, step) -> {
          if (!step.status().ended()) {
            open.add(new Delivery(step.id(), ordinal, step.agent()));
          }
        });
    return open;
  }

  /// The reminders that the intent's (current, or else first) human step is to send.
  public Optional<Plan.Step.Human> humanStep() {
    Optional<Plan.Step.Human> first =
        created.plan().steps().stream()
            .filter(Plan.Step.Human.class::isInstance)
            .map(Plan.Step.Human.class::cast)
            .findFirst();
    return now.task()
        .flatMap(open -> created.plan().step(open.step()))
        .filter(Plan.Step.Human.class::isInstance)
        .map(Plan.Step.Human.class::cast)
        .or(() -> first);
  }

  IntentView with(
      Now nextNow,
      Map<Integer, StepView> nextSteps,
      Optional<Delivery> nextPlainDelivery,
      List<HistoryEvent> nextEvents,
      ControlsView nextControls,
      IntentThread nextThread) {
    return new IntentView(
        id,
        workspace,
        created,
        createdAt,
        nextNow,
        nextSteps,
        nextPlainDelivery,
        nextEvents,
        nextControls,
        nextThread);
  }

  /// How much memory this takes, roughly, in characters of JSON.
  int size() {
    int size = 1_000 + created.payload().text().length() + 300 * events.size();
    for (IntentThread.Noted noted : thread.notes()) {
      size += noted.note().text().length();
    }
    for (StepView step : steps.values()) {
      size += 300 + step.content().text().length();
    }
    return size;
  }

  Now now() {
    return now;
  }

  Map<Integer, StepView> stepsByOrdinal() {
    return new TreeMap<>(steps);
  }

  Optional<Delivery> plainDelivery() {
    return plainDelivery;
  }
}
