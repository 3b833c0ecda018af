package dev.assent.lifecycle.domain;

import dev.assent.contract.Advice;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Status;
import dev.assent.contract.content.Results;
import dev.assent.contract.delivery.AxpEvent;
import dev.assent.contract.task.TaskType.Verdict;
import dev.assent.lifecycle.domain.Intent.Active;
import dev.assent.lifecycle.domain.Intent.Ended;
import dev.assent.lifecycle.domain.Intent.None;
import dev.assent.lifecycle.domain.Intent.Running;
import dev.assent.lifecycle.domain.Intent.Waiting;
import java.util.Optional;

/// The fold. It copies what the facts say and thinks nothing out: a mistake here would be in every
/// history ever written. A fact that cannot follow the state fails loudly.
final class Evolution {
  /// The words for an end from outside.
  static final String RESOLVED = "resolved";

  static final String CANCELED = "canceled";

  private Evolution() {}

  static Intent evolve(Intent intent, Event event, Stamp stamp) {
    if (stamp.seq() != intent.lastSeq() + 1) {
      throw corrupt(intent, event, stamp, "seq " + (intent.lastSeq() + 1));
    }
    return switch (intent) {
      case None _ -> created(intent, event, stamp);
      case Active active -> next(active, event, stamp);
      case Ended ended when event instanceof Event.ThreadNoted -> ended.noted(stamp.seq());
      case Ended _ -> throw corrupt(intent, event, stamp, "nothing more after its end");
    };
  }

  /// Keyed commands leave their answer in the state.
  static Intent remember(Intent intent, Happened happened) {
    if (happened.body().isEmpty() || !(intent instanceof Intent.Known known)) {
      return intent;
    }
    Memory.Answer answer =
        new Memory.Answer(
            happened.cause(),
            happened.body().get(),
            known.lastSeq(),
            known.status(),
            happened.firstSeq() == 1 ? told(happened) : Optional.empty());
    Memory memory =
        happened.firstSeq() == 1
            ? known.memory().submitted(answer)
            : known.memory().answered(answer);
    return switch (known) {
      case Running s -> new Running(s.origin(), s.progress().remembering(memory), s.work());
      case Waiting s -> s.with(s.progress().remembering(memory));
      case Ended s -> s.remembering(memory);
    };
  }

  private static Optional<Advice> told(Happened beginning) {
    return beginning.events().stream()
        .filter(Event.IntentSubmitted.class::isInstance)
        .map(event -> ((Event.IntentSubmitted) event).advice())
        .filter(advice -> !advice.equals(Advice.NONE))
        .findFirst();
  }

  private static Intent created(Intent none, Event event, Stamp stamp) {
    if (!(event instanceof Event.IntentCreated created)) {
      throw corrupt(none, event, stamp, "IntentCreated first");
    }
    return new Running(
        Origin.of(created, stamp),
        Progress.begun(stamp.seq(), status(event, created.plan().plain(), Status.CREATED)),
        new Work.Between());
  }

  private static Intent next(Active state, Event event, Stamp stamp) {
    Origin origin = state.origin();
    Progress before = state.progress();
    Progress now =
        before.at(
            stamp.seq(),
            status(event, origin.plan().plain(), before.status()),
            Results.after(before.results(), event, stamp.at(), stamp.actor(), stamp.door()));
    Here here = new Here(state, event, stamp);
    return switch (event) {
      case Event.IntentCreated _ -> throw here.corrupt("it once");
      case Event.IntentSubmitted _ -> {
        here.between();
        yield new Running(origin, now, new Work.Between());
      }
      case Event.StepDelivered e ->
          new Running(origin, now.run(e.ordinal()), Work.AgentRun.of(e, here.retries(e)));
      case Event.StepAcknowledged e ->
          new Running(origin, now, here.agentRun(e.ordinal()).heardOf());
      case Event.StepProgressed e -> new Running(origin, now, here.agentRun(e.ordinal()).heardOf());
      case Event.StepCompleted e -> {
        here.agentRun(e.ordinal());
        yield new Running(origin, now.reworked(e.step()), new Work.Between());
      }
      case Event.StepFailed e -> {
        Work.AgentRun run = here.agentRun(e.ordinal());
        Work work =
            e.retryAt().isPresent()
                ? new Work.Retry(e.step(), e.ordinal(), run.retries() + 1, e.retryAt().get())
                : new Work.Between();
        yield new Running(origin, now, work);
      }
      case Event.StepTimedOut e -> {
        here.agentRun(e.ordinal());
        yield new Running(origin, now, new Work.Between());
      }
      case Event.TaskOpened e -> {
        here.begins(e.ordinal());
        yield new Waiting(origin, now.run(e.ordinal()), e.run(), Optional.of(stamp.at()));
      }
      case Event.TaskReminded e -> here.waiting(e.ordinal()).with(now, e::of);
      case Event.TaskEscalated e -> here.waiting(e.ordinal()).with(now, e::of);
      case Event.TaskDecided e -> {
        here.waiting(e.ordinal());
        yield new Running(origin, decided(origin, now, e, stamp), new Work.Between());
      }
      case Event.TaskExpired e -> {
        here.waiting(e.ordinal());
        yield new Running(origin, now, new Work.Between());
      }
      case Event.DelayStarted e -> {
        here.begins(e.ordinal());
        yield new Running(
            origin, now.run(e.ordinal()), new Work.Delay(e.step(), e.ordinal(), e.until()));
      }
      case Event.DelayElapsed e -> {
        here.delay(e.ordinal());
        yield new Running(origin, now, new Work.Between());
      }
      case Event.NotificationRequested e -> {
        here.begins(e.ordinal());
        yield new Running(origin, now.run(e.ordinal()), new Work.Between());
      }
      case Event.HandedOff _ -> new Running(origin, now, here.handedOff());
      case Event.ControlsChanged e -> with(state, now.under(state.controls().after(e)));
      case Event.ThreadNoted _ -> with(state, now);
      case Event.IntentCompleted e ->
          ended(state, now, e.resolved().isPresent() ? RESOLVED : "completed", stamp);
      case Event.IntentFailed e -> ended(state, now, e.code(), stamp);
      case Event.IntentCanceled _ -> ended(state, now, CANCELED, stamp);
      case Event.IntentTimedOut e -> ended(state, now, e.code(), stamp);
    };
  }

  private static Status status(Event event, boolean plain, Status before) {
    return AxpEvent.of(event, plain).map(AxpEvent::status).orElse(before);
  }

  private static Progress decided(
      Origin origin, Progress now, Event.TaskDecided event, Stamp stamp) {
    Progress remembered = now.remembering(now.memory().decided(Memory.Decided.of(event, stamp)));
    return event.verdict() == Verdict.NEUTRAL
        ? origin
            .plan()
            .agentBefore(event.step())
            .map(
                agent ->
                    remembered.sendingBack(
                        event.step(),
                        new Progress.Rework(
                            agent.id(),
                            Results.decided(event, stamp.at(), stamp.actor(), stamp.door()))))
            .orElse(remembered)
        : remembered;
  }

  /// What it does stays as it is.
  private static Active with(Active state, Progress now) {
    return switch (state) {
      case Running s -> new Running(s.origin(), now, s.work());
      case Waiting s -> s.with(now);
    };
  }

  private static Ended ended(Active state, Progress now, String cause, Stamp stamp) {
    return new Ended(
        state.id(),
        state.origin().workspace(),
        state.policy(),
        state.createdAt(),
        now.lastSeq(),
        now.status(),
        stamp.at(),
        cause,
        stamp.actor().id(),
        stamp.door(),
        now.memory(),
        now.controls().map(Controls::generation));
  }

  private static IllegalStateException corrupt(
      Intent intent, Event event, Stamp stamp, String expected) {
    return new IllegalStateException(
        "corrupt history of "
            + stamp.intent()
            + ": expected "
            + expected
            + ", but got "
            + event.getClass().getSimpleName()
            + " as seq "
            + stamp.seq()
            + " in "
            + intent.getClass().getSimpleName());
  }

  /// What the next fact may rely on in the state before it.
  private record Here(Active state, Event event, Stamp stamp) {
    IllegalStateException corrupt(String expected) {
      return Evolution.corrupt(state, event, stamp, expected);
    }

    Optional<Work> work() {
      return state instanceof Running running ? Optional.of(running.work()) : Optional.empty();
    }

    void between() {
      if (!(work().orElse(null) instanceof Work.Between)) {
        throw corrupt("nothing under way");
      }
    }

    void begins(int ordinal) {
      between();
      if (ordinal != state.progress().runs() + 1) {
        throw corrupt("run " + (state.progress().runs() + 1) + " to begin");
      }
    }

    Work.AgentRun agentRun(int ordinal) {
      if (work().orElse(null) instanceof Work.AgentRun run && run.ordinal() == ordinal) {
        return run;
      }
      throw corrupt("an agent at run " + ordinal);
    }

    void delay(int ordinal) {
      if (!(work().orElse(null) instanceof Work.Delay delay && delay.ordinal() == ordinal)) {
        throw corrupt("a delay at run " + ordinal);
      }
    }

    Waiting waiting(int ordinal) {
      if (state instanceof Waiting waiting && waiting.task().ordinal() == ordinal) {
        return waiting;
      }
      throw corrupt("an open task at run " + ordinal);
    }

    /// A hand-over means that somebody has it: the delivery is not repeated.
    Work handedOff() {
      return switch (work().orElseThrow(() -> corrupt("no open task"))) {
        case Work.AgentRun run -> run.heardOf();
        case Work.Between _, Work.Retry _, Work.Delay _ -> throw corrupt("an agent's step");
      };
    }

    /// How often the delivered step was tried before.
    int retries(Event.StepDelivered delivered) {
      if (delivered.attempt() > 1) {
        Work.AgentRun run = agentRun(delivered.ordinal());
        if (delivered.attempt() != run.attempt() + 1) {
          throw corrupt("attempt " + (run.attempt() + 1));
        }
        return run.retries();
      }
      if (work().orElse(null) instanceof Work.Retry retry
          && retry.step().equals(delivered.step())
          && delivered.ordinal() == state.progress().runs() + 1) {
        return retry.retries();
      }
      begins(delivered.ordinal());
      return 0;
    }
  }
}
