package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.platform.rows.Shared;
import dev.assent.platform.views.Wakeups;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/// What is found without looking at history: live intents by age and status, open tasks, agents'
/// queues. Only in memory, rebuilt from the rows of [LiveCodec] when the view opens; a few hundred
/// bytes for each live intent, nothing for an ended one.
///
/// Written by the view's thread, read by others.
public final class Indexes {
  private static final NavigableSet<Position> NONE = Collections.emptyNavigableSet();

  private final Map<IntentId, Live> live = new ConcurrentHashMap<>();
  private final Map<Status, Integer> perStatus = new ConcurrentHashMap<>();
  private final Map<Workspace, NavigableSet<Position>> byAge = new ConcurrentHashMap<>();
  private final Map<Workspace, NavigableSet<Position>> openTasks = new ConcurrentHashMap<>();
  private final AgentQueues queues;
  private final Wakeups<IntentId> changes = new Wakeups<>();
  private final Shared shared = new Shared();

  public Indexes(AgentQueues queues) {
    this.queues = queues;
  }

  void put(Live changed) {
    Live next = changed.sharing(shared);
    Live old = live.put(next.id(), next);
    if (old == null) {
      add(byAge, next.workspace(), next.age());
    } else {
      perStatus.merge(old.status(), -1, Integer::sum);
    }
    perStatus.merge(next.status(), 1, Integer::sum);
    Optional<Position> before = old == null ? Optional.empty() : old.taskAge();
    Optional<Position> after = next.taskAge();
    if (!before.equals(after)) {
      before.ifPresent(task -> in(openTasks, next.workspace()).remove(task));
      after.ifPresent(task -> add(openTasks, next.workspace(), task));
    }
    deliver(next.workspace(), old == null ? List.of() : old.deliveries(), next.deliveries());
    changes.wake(next.id());
  }

  /// The intent has ended, or is no longer here.
  void remove(IntentId root) {
    Live old = live.remove(root);
    if (old != null) {
      perStatus.merge(old.status(), -1, Integer::sum);
      in(byAge, old.workspace()).remove(old.age());
      old.taskAge().ifPresent(task -> in(openTasks, old.workspace()).remove(task));
      deliver(old.workspace(), old.deliveries(), List.of());
    }
    changes.wake(root);
  }

  /// How many live intents are in a status.
  public int count(Status status) {
    return perStatus.getOrDefault(status, 0);
  }

  /// Since when the task is open that has been open longest, of all workspaces.
  public Optional<Instant> oldestTask() {
    return openTasks.values().stream()
        .map(NavigableSet::iterator)
        .filter(Iterator::hasNext)
        .map(Iterator::next)
        .min(Comparator.naturalOrder())
        .map(oldest -> Instant.EPOCH.plus(oldest.micros(), ChronoUnit.MICROS));
  }

  void clear() {
    live.keySet().forEach(this::remove);
  }

  private void deliver(
      Workspace workspace, List<IntentView.Delivery> before, List<IntentView.Delivery> after) {
    for (IntentView.Delivery delivery : before) {
      if (!after.contains(delivery)) {
        queues.remove(workspace, delivery);
      }
    }
    for (IntentView.Delivery delivery : after) {
      if (!before.contains(delivery)) {
        queues.add(workspace, delivery);
      }
    }
  }

  /// Live intents in one of these statuses, newest first.
  ///
  /// @param after only those that are older
  List<Position> newest(
      Workspace workspace, Set<Status> statuses, Optional<Position> after, int limit) {
    NavigableSet<Position> all = in(byAge, workspace);
    return pick(after.map(place -> all.headSet(place, false)).orElse(all).descendingSet(), statuses)
        .limit(limit)
        .toList();
  }

  /// Live intents created before a time, oldest first.
  public List<IntentId> olderThan(
      Workspace workspace, Set<Status> statuses, Instant time, int limit) {
    return pick(in(byAge, workspace).headSet(Position.before(time)), statuses)
        .limit(limit)
        .map(Position::id)
        .toList();
  }

  /// Live intents whose thread is in an inbox and has changed at this time or later.
  List<IntentId> threads(Workspace workspace, String owner, Instant since) {
    long sinceMicros = Position.toMicros(since);
    return in(byAge, workspace).stream()
        .flatMap(age -> Stream.ofNullable(live.get(age.id())))
        .filter(one -> one.changedMicros() >= sinceMicros && one.owners().contains(owner))
        .map(Live::id)
        .toList();
  }

  /// Intents with an open task that is for this person, longest open first.
  ///
  /// @param after only those that have been open for less long
  public Page<IntentId> tasksFor(Principal principal, Optional<Position> after, int limit) {
    return page(
        tasks(principal.workspace(), after).filter(task -> asks(task.id(), principal)), limit);
  }

  private boolean asks(IntentId id, Principal principal) {
    Live now = live.get(id);
    return now != null && now.task().filter(task -> task.who().asks(principal)).isPresent();
  }

  /// Intents with an open task, whoever it is for, longest open first.
  ///
  /// @param after only those that have been open for less long
  public Page<IntentId> tasks(Workspace workspace, Optional<Position> after, int limit) {
    return page(tasks(workspace, after), limit);
  }

  private Stream<Position> tasks(Workspace workspace, Optional<Position> after) {
    NavigableSet<Position> all = in(openTasks, workspace);
    return after.map(task -> all.tailSet(task, false)).orElse(all).stream();
  }

  private static Page<IntentId> page(Stream<Position> tasks, int limit) {
    Page<Position> page = Page.of(tasks.limit(limit + 1L).toList(), limit, task -> task);
    return new Page<>(page.items().stream().map(Position::id).toList(), page.next());
  }

  public AgentQueues queues() {
    return queues;
  }

  /// Wakes whoever waits for news of a root.
  public Wakeups<IntentId> changes() {
    return changes;
  }

  private Stream<Position> pick(Collection<Position> from, Set<Status> statuses) {
    return from.stream()
        .filter(
            age -> {
              Live now = live.get(age.id());
              return now != null && statuses.contains(now.status());
            });
  }

  private static NavigableSet<Position> in(
      Map<Workspace, NavigableSet<Position>> all, Workspace workspace) {
    return all.getOrDefault(workspace, NONE);
  }

  private static void add(
      Map<Workspace, NavigableSet<Position>> all, Workspace workspace, Position position) {
    var _ = all.computeIfAbsent(workspace, _ -> new ConcurrentSkipListSet<>()).add(position);
  }
}
