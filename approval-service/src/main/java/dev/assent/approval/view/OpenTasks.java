package dev.assent.approval.view;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.Eligibility;
import dev.assent.platform.rows.Shared;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// Which tasks are open, by who may decide them: places only, in memory, so that what a list costs
/// depends on its length and not on history. The tasks themselves are in the store.
///
/// Written by the view's thread, read by the API.
public final class OpenTasks {
  private static final String EVERY_TASK = "every task";
  private static final String EVERY_APPROVER = "every approver";

  /// @param label an assignee as text, or one of the two labels above, which no assignee's text is
  private record Shelf(Workspace workspace, String label) {
    private static final String ROLE = new Assignee.Role("").toString();

    static Shelf of(Workspace workspace, Assignee assignee) {
      return new Shelf(workspace, assignee.toString());
    }

    boolean isRole() {
      return label.startsWith(ROLE);
    }
  }

  private record Entry(Place place, List<Shelf> shelves) {}

  private final Map<IntentId, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Shelf, NavigableSet<Place>> shelves = new ConcurrentHashMap<>();
  private final Shared shared = new Shared();

  /// Many at once. They are put in in their order, so that each one's place is beside the last
  /// one's: with 200 000 in any order it took the better part of 4 s.
  void putAll(Collection<Listing> tasks) {
    tasks.stream().sorted(Comparator.comparing(Listing::place)).forEach(this::put);
  }

  void put(Listing task) {
    Entry entry = new Entry(task.place(), shared.one(shelvesOf(task)));
    Entry before = entries.put(task.place().intent(), entry);
    if (before != null && before.equals(entry)) {
      return;
    }
    entry
        .shelves()
        .forEach(
            shelf ->
                shelves
                    .computeIfAbsent(shelf, _ -> new ConcurrentSkipListSet<>())
                    .add(entry.place()));
    if (before != null) {
      takeOff(before, entry);
    }
  }

  /// @return whether it was open
  boolean remove(IntentId intent) {
    Entry entry = entries.remove(intent);
    if (entry == null) {
      return false;
    }
    entry.shelves().forEach(shelf -> takeOff(shelf, entry.place()));
    return true;
  }

  void clear() {
    List.copyOf(entries.keySet()).forEach(this::remove);
  }

  public int size() {
    return entries.size();
  }

  /// The first places of a workspace's tasks that ask this person: the shelves are those that
  /// [Eligibility#asks] would find, turned round.
  ///
  /// @param after the last place of the page before
  public List<Place> decidableBy(Principal person, Optional<Place> after, int limit) {
    List<Shelf> readable = new ArrayList<>();
    readable.add(new Shelf(person.workspace(), EVERY_APPROVER));
    readable.add(Shelf.of(person.workspace(), new Assignee.Person(person.id())));
    if (person.holdsEveryRole()) {
      shelves.keySet().stream()
          .filter(shelf -> shelf.workspace().equals(person.workspace()) && shelf.isRole())
          .forEach(readable::add);
    } else {
      person.roles().stream()
          .map(role -> Shelf.of(person.workspace(), new Assignee.Role(role)))
          .forEach(readable::add);
    }
    return first(readable, after, limit);
  }

  /// The first places of all of a workspace's open tasks.
  public List<Place> all(Workspace workspace, Optional<Place> after, int limit) {
    return first(List.of(new Shelf(workspace, EVERY_TASK)), after, limit);
  }

  /// Takes the first of every shelf, so that at most `shelves * limit` places are touched.
  private List<Place> first(List<Shelf> readable, Optional<Place> after, int limit) {
    TreeSet<Place> merged = new TreeSet<>();
    for (Shelf shelf : readable) {
      NavigableSet<Place> places = shelves.get(shelf);
      if (places != null) {
        NavigableSet<Place> rest = after.map(place -> places.tailSet(place, false)).orElse(places);
        rest.stream().limit(limit).forEach(merged::add);
      }
    }
    return merged.stream().limit(limit).toList();
  }

  private static List<Shelf> shelvesOf(Listing task) {
    List<Shelf> all = new ArrayList<>();
    all.add(new Shelf(task.workspace(), EVERY_TASK));
    if (task.assignees().isEmpty()) {
      all.add(new Shelf(task.workspace(), EVERY_APPROVER));
    }
    task.assignees().forEach(assignee -> all.add(Shelf.of(task.workspace(), assignee)));
    return List.copyOf(all);
  }

  private void takeOff(Entry before, Entry now) {
    for (Shelf shelf : before.shelves()) {
      if (!before.place().equals(now.place()) || !now.shelves().contains(shelf)) {
        takeOff(shelf, before.place());
      }
    }
  }

  private void takeOff(Shelf shelf, Place place) {
    NavigableSet<Place> places = shelves.get(shelf);
    if (places != null) {
      places.remove(place);
    }
  }
}
