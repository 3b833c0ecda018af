package dev.assent.lifecycle.domain;

import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.task.TaskRun;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The state of one intent: all that is needed to decide the next command, and no more, for it is
/// stored for every waiting intent. It is the fold of the intent's history, nothing else enters it.
/// Made of records of contract types only; the components are the whole state.
public sealed interface Intent {

  /// Of the last fact; 0 before the first.
  int lastSeq();

  Optional<Workspace> workspace();

  /// Never heard of.
  record None() implements Intent {
    @Override
    public int lastSeq() {
      return 0;
    }

    @Override
    public Optional<Workspace> workspace() {
      return Optional.empty();
    }
  }

  /// There is, or was not long ago, such an intent.
  sealed interface Known extends Intent permits Active, Ended {
    IntentId id();

    /// Of the root, as AXP counts it.
    Status status();

    Instant createdAt();

    Optional<Plan.PolicyRef> policy();

    Memory memory();

    /// Of its controls and policy.
    int generation();
  }

  /// Its plan is being carried out.
  sealed interface Active extends Known permits Running, Waiting {
    Origin origin();

    Progress progress();

    @Override
    default int lastSeq() {
      return progress().lastSeq();
    }

    @Override
    default Optional<Workspace> workspace() {
      return Optional.of(origin().workspace());
    }

    @Override
    default IntentId id() {
      return origin().id();
    }

    @Override
    default Status status() {
      return progress().status();
    }

    @Override
    default Instant createdAt() {
      return origin().createdAt();
    }

    @Override
    default Optional<Plan.PolicyRef> policy() {
      return origin().plan().policy();
    }

    @Override
    default Memory memory() {
      return progress().memory();
    }

    default Controls controls() {
      return progress().controls().orElse(Controls.NONE);
    }

    @Override
    default int generation() {
      return controls().generation();
    }

    /// When the intent must have ended.
    default Optional<Instant> deadlineAt() {
      return controls().deadlineAt().or(() -> origin().deadlineAt());
    }
  }

  /// Work is under way that no person has to answer.
  record Running(Origin origin, Progress progress, Work work) implements Active {}

  /// People are asked.
  ///
  /// @param since when they were first; absent where an earlier release asked
  record Waiting(Origin origin, Progress progress, TaskRun task, Optional<Instant> since)
      implements Active {
    Waiting with(Progress now) {
      return new Waiting(origin, now, task, since);
    }

    Waiting with(Progress now, UnaryOperator<TaskRun> change) {
      return new Waiting(origin, now, change.apply(task), since);
    }
  }

  /// It is over. Kept small, and only until its RETIREMENT timer, to answer late commands.
  ///
  /// @param cause a stable word for how it ended, for example `completed` or `step_failed`
  /// @param by the id of who brought the end about; `assent` for a timer
  /// @param lastGeneration of its controls and policy, where they had been changed
  record Ended(
      IntentId id,
      Workspace home,
      Optional<Plan.PolicyRef> policy,
      Instant createdAt,
      int lastSeq,
      Status status,
      Instant endedAt,
      String cause,
      String by,
      Door door,
      Memory memory,
      Optional<Integer> lastGeneration)
      implements Known {
    @Override
    public Optional<Workspace> workspace() {
      return Optional.of(home);
    }

    @Override
    public int generation() {
      return lastGeneration.orElse(Controls.FIRST_GENERATION);
    }

    /// After one more note on its thread.
    Ended noted(int seq) {
      return new Ended(
          id,
          home,
          policy,
          createdAt,
          seq,
          status,
          endedAt,
          cause,
          by,
          door,
          memory,
          lastGeneration);
    }

    Ended remembering(Memory now) {
      return new Ended(
          id,
          home,
          policy,
          createdAt,
          lastSeq,
          status,
          endedAt,
          cause,
          by,
          door,
          now,
          lastGeneration);
    }
  }

  /// The state after one more fact.
  ///
  /// @throws IllegalStateException when the fact cannot follow this state: the history is corrupt
  static Intent evolve(Intent intent, Event event, Stamp stamp) {
    return Evolution.evolve(intent, event, stamp);
  }

  /// The state after all facts of one command.
  default Intent after(Happened happened) {
    Intent state = this;
    for (int i = 0; i < happened.events().size(); i++) {
      state = evolve(state, happened.events().get(i), Stamp.of(happened, i));
    }
    return Evolution.remember(state, happened);
  }
}
