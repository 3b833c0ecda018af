package dev.assent.gateway.view;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The threads of one inbox. Threads of live intents come from the index in memory, those of ended
/// ones from the rows that the listing of intents has anyway: no row is written for a thread.
///
/// @param owner an address as [dev.assent.contract.id.AgentAddress#spelled] writes it
public record Inbox(Intents intents, Workspace workspace, String owner) {

  /// Where a thread last changed.
  public record Place(Instant at, IntentId id) implements Comparable<Place> {
    private static final Comparator<Place> OLDEST_FIRST =
        Comparator.comparing(Place::at).thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
      return OLDEST_FIRST.compare(this, other);
    }
  }

  /// Newest first. What is pending or active is found without looking at what is done.
  ///
  /// @param after only threads of older intents
  public Page<IntentView> newest(
      Set<IntentThread.State> states, Optional<Position> after, int limit) {
    List<IntentView> found =
        new ArrayList<>(intents.found(intents.indexes().threads(workspace, owner, Instant.EPOCH)));
    Optional<Position> lookedTo = Optional.empty();
    if (states.contains(IntentThread.State.DONE)) {
      Page<EndedRow> ended = intents.endedRows(workspace, owner, Instant.EPOCH, after, limit + 1);
      ended.items().stream()
          .map(EndedRow::id)
          .flatMap(id -> intents.find(id).stream())
          .forEach(found::add);
      lookedTo = ended.next();
    }
    Map<Position, IntentView> byAge = new TreeMap<>(Comparator.reverseOrder());
    found.stream()
        .filter(view -> states.contains(view.thread().state(view.status())))
        .filter(view -> after.isEmpty() || age(view).compareTo(after.get()) < 0)
        .forEach(view -> byAge.put(age(view), view));
    Page<Position> page = Intents.page(List.copyOf(byAge.keySet()), limit, lookedTo);
    return new Page<>(
        page.items().stream().flatMap(age -> Stream.ofNullable(byAge.get(age))).toList(),
        page.next());
  }

  private static Position age(IntentView view) {
    return Position.of(view.createdAt(), view.id());
  }

  /// What has changed after a place, the oldest change first.
  public List<IntentView> changed(Place after, int limit) {
    List<IntentId> ids = new ArrayList<>(intents.indexes().threads(workspace, owner, after.at()));
    intents
        .endedRows(workspace, owner, after.at(), Optional.empty(), Integer.MAX_VALUE)
        .items()
        .stream()
        .map(row -> new Place(row.changedAt().orElse(after.at()), row.id()))
        .sorted()
        .filter(place -> place.compareTo(after) > 0)
        .limit(limit)
        .forEach(place -> ids.add(place.id()));
    return intents.found(ids).stream()
        .distinct()
        .filter(view -> place(view).compareTo(after) > 0)
        .sorted(Comparator.comparing(Inbox::place))
        .limit(limit)
        .toList();
  }

  public static Place place(IntentView view) {
    return new Place(view.updatedAt(), view.id());
  }
}
