package dev.assent.gateway.view;

import dev.assent.contract.Assignee;
import dev.assent.contract.IntentId;
import dev.assent.contract.Principal;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// What is found without looking at history: live intents by age and status, open tasks, agents'
/// queues. Only in memory, rebuilt when a partition opens; a few hundred bytes for each live
/// intent, nothing for an ended one.
public final class Indexes {
  private final Map<IntentId, Live> live = new ConcurrentHashMap<>();
  private final Map<Workspace, ConcurrentSkipListMap<Position, Live>> byAge =
      new ConcurrentHashMap<>();
  private final Map<Workspace, ConcurrentSkipListMap<Position, Asked>> openTasks =
      new ConcurrentHashMap<>();
  private final AgentQueues queues;
  private final Wakeups<IntentId> changes = new Wakeups<>();

  public Indexes(AgentQueues queues) {
    this.queues = queues;
  }

  /// A place in a list that is sorted by time.
  private record Position(Instant at, IntentId id) implements Comparable<Position> {
    private static final Comparator<Position> OLDEST_FIRST =
        Comparator.comparing(Position::at).thenComparing(Position::id);

    static Position before(Instant at) {
      return new Position(at, new IntentId(new UUID(Long.MIN_VALUE, Long.MIN_VALUE)));
    }

    @Override
    public int compareTo(Position other) {
      return OLDEST_FIRST.compare(this, other);
    }
  }

  private record Live(
      Workspace workspace,
      Position age,
      Status status,
      IntentThread thread,
      Instant changedAt,
      Optional<Asked> task,
      List<IntentView.Delivery> deliveries) {
    static Live of(IntentView view) {
      return new Live(
          view.workspace(),
          new Position(view.createdAt(), view.id()),
          view.status(),
          view.thread(),
          view.updatedAt(),
          view.task()
              .map(
                  open ->
                      new Asked(
                          new Position(open.openedAt(), view.id()),
                          open.task().assignees(),
                          open.escalatedTo())),
          view.openDeliveries());
    }
  }

  /// Who is asked by an open task.
  private record Asked(Position age, List<Assignee> assignees, List<Assignee> escalatedTo) {
    boolean includes(Principal principal) {
      return assignees.isEmpty()
          || assignees.stream().anyMatch(a -> a.covers(principal))
          || escalatedTo.stream().anyMatch(a -> a.covers(principal));
    }
  }

  void changed(IntentView after) {
    Live next = after.status().ended() ? null : Live.of(after);
    replace(live.get(after.id()), next);
    changes.wake(after.id());
  }

  /// This instance no longer has the intent's partition.
  void forget(IntentId root) {
    replace(live.get(root), null);
    changes.wake(root);
  }

  private void replace(@Nullable Live old, @Nullable Live next) {
    List<IntentView.Delivery> before = old == null ? List.of() : old.deliveries();
    List<IntentView.Delivery> after = next == null ? List.of() : next.deliveries();
    if (next != null) {
      live.put(next.age().id(), next);
      byAge
          .computeIfAbsent(next.workspace(), _ -> new ConcurrentSkipListMap<>())
          .put(next.age(), next);
      next.task().ifPresent(task -> tasks(next.workspace()).put(task.age(), task));
    }
    if (old != null) {
      if (next == null) {
        live.remove(old.age().id());
        byAge.getOrDefault(old.workspace(), new ConcurrentSkipListMap<>()).remove(old.age());
      }
      old.task()
          .filter(
              task ->
                  next == null || !next.task().map(Asked::age).equals(old.task().map(Asked::age)))
          .ifPresent(task -> tasks(old.workspace()).remove(task.age()));
      before.stream()
          .filter(delivery -> !after.contains(delivery))
          .forEach(delivery -> queues.remove(old.workspace(), delivery));
    }
    if (next != null) {
      after.stream()
          .filter(delivery -> !before.contains(delivery))
          .forEach(delivery -> queues.add(next.workspace(), delivery));
    }
  }

  /// Live intents in one of these statuses, newest first.
  public List<IntentId> newest(Workspace workspace, Set<Status> statuses, int limit) {
    return pick(ages(workspace).descendingMap(), statuses, limit);
  }

  /// Live intents created before a time, oldest first.
  public List<IntentId> olderThan(
      Workspace workspace, Set<Status> statuses, Instant time, int limit) {
    return pick(ages(workspace).headMap(Position.before(time)), statuses, limit);
  }

  /// Live intents whose thread is in an inbox and has changed at this time or later.
  List<IntentId> threads(Workspace workspace, String owner, Instant since) {
    return ages(workspace).values().stream()
        .filter(one -> !one.changedAt().isBefore(since))
        .filter(one -> one.thread().isIn(owner, one.status()))
        .map(one -> one.age().id())
        .toList();
  }

  /// Intents with an open task that is for this person, longest open first.
  public List<IntentId> tasksFor(Principal principal, int limit) {
    return tasks(principal.workspace()).values().stream()
        .filter(task -> task.includes(principal))
        .limit(limit)
        .map(task -> task.age().id())
        .toList();
  }

  /// Intents with an open task, whoever it is for, longest open first.
  public List<IntentId> tasks(Workspace workspace, int limit) {
    return tasks(workspace).values().stream().limit(limit).map(task -> task.age().id()).toList();
  }

  /// The live status of an intent; empty when it has ended or is not here.
  Optional<Status> status(IntentId root) {
    return Optional.ofNullable(live.get(root)).map(Live::status);
  }

  public AgentQueues queues() {
    return queues;
  }

  /// Wakes whoever waits for news of a root.
  public Wakeups<IntentId> changes() {
    return changes;
  }

  private static List<IntentId> pick(Map<Position, Live> from, Set<Status> statuses, int limit) {
    return from.entrySet().stream()
        .filter(entry -> statuses.contains(entry.getValue().status()))
        .limit(limit)
        .map(entry -> entry.getKey().id())
        .toList();
  }

  private ConcurrentSkipListMap<Position, Live> ages(Workspace workspace) {
    return byAge.getOrDefault(workspace, new ConcurrentSkipListMap<>());
  }

  private ConcurrentSkipListMap<Position, Asked> tasks(Workspace workspace) {
    return openTasks.computeIfAbsent(workspace, _ -> new ConcurrentSkipListMap<>());
  }
}
