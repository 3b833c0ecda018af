package dev.assent.gateway.view;

import dev.assent.contract.IntentId;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import dev.assent.door.ViewUnavailableException;
import dev.assent.wire.Partitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/// Reads over all partitions that are open here. Call it after `Views.caughtUp()`.
public final class Intents {
  /// How many rows a filtered listing looks at before it answers with what it has found.
  private static final int ROWS_LOOKED_AT_MAX = 100_000;

  private final Map<Integer, IntentStore> partitions = new ConcurrentSkipListMap<>();
  private final Indexes indexes;

  public Intents(Indexes indexes) {
    this.indexes = indexes;
  }

  void opened(int partition, IntentStore store) {
    partitions.put(partition, store);
  }

  void closed(int partition) {
    partitions.remove(partition);
  }

  public Indexes indexes() {
    return indexes;
  }

  /// The intent that an id (a root's or a step intent's) belongs to, if it lives in the workspace.
  public Optional<IntentView> find(Workspace workspace, IntentId any) {
    return find(any.root()).filter(view -> view.workspace().equals(workspace) && view.knows(any));
  }

  /// @param root a root's id
  /// @throws ViewUnavailableException when its partition is being moved just now
  public Optional<IntentView> find(IntentId root) {
    return reading(() -> look(root));
  }

  private Optional<IntentView> look(IntentId root) {
    int count = partitions.size();
    if (count == 0) {
      return Optional.empty();
    }
    IntentStore likely = partitions.get(Partitions.of(root, count));
    Optional<IntentView> found = likely == null ? Optional.empty() : likely.find(root);
    if (found.isPresent()) {
      return found;
    }
    return partitions.values().stream()
        .filter(store -> store != likely && store.has(root))
        .findFirst()
        .flatMap(store -> store.find(root));
  }

  /// A workspace's intents, newest first.
  ///
  /// @param statuses only those in one of these; empty means all
  public List<IntentView> newest(Workspace workspace, Set<Status> statuses, int limit) {
    List<IntentId> ids =
        !statuses.isEmpty() && statuses.stream().noneMatch(Status::ended)
            ? indexes.newest(workspace, statuses, limit)
            : reading(() -> listed(workspace, statuses, limit));
    return found(ids);
  }

  /// The intents with these ids, without those that are no longer here.
  public List<IntentView> found(List<IntentId> roots) {
    return roots.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /// Rows of ended intents whose thread is in an inbox.
  ///
  /// @param since only those that have changed at this time or later
  /// @param newest how many of the newest in each partition are enough
  List<IntentStore.Row> endedRows(Workspace workspace, String owner, Instant since, int newest) {
    return reading(
        () ->
            partitions.values().stream()
                .flatMap(store -> ended(store, workspace, owner, since, newest).stream())
                .toList());
  }

  private List<IntentStore.Row> ended(
      IntentStore store, Workspace workspace, String owner, Instant since, int newest) {
    List<IntentStore.Row> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.listing(workspace)) {
      for (int looked = 0;
          rows.hasNext() && looked < ROWS_LOOKED_AT_MAX && found.size() < newest;
          looked++) {
        IntentStore.Row row = IntentStore.Row.of(rows.next());
        if (row.ended().isPresent()
            && !row.changedAt().orElse(Instant.MAX).isBefore(since)
            && (row.owners().contains(owner) || isOldRowOf(row, owner))) {
          found.add(row);
        }
      }
    }
    return found;
  }

  /// A row of an earlier version says nothing of inboxes: the intent does.
  private boolean isOldRowOf(IntentStore.Row row, String owner) {
    return row.changedAt().isEmpty()
        && look(row.id()).filter(view -> view.thread().isIn(owner, view.status())).isPresent();
  }

  private List<IntentId> listed(Workspace workspace, Set<Status> statuses, int limit) {
    Set<Status> wanted = statuses.isEmpty() ? EnumSet.allOf(Status.class) : statuses;
    List<IntentId> ids = new ArrayList<>();
    List<Rows> open = new ArrayList<>();
    try {
      PriorityQueue<Rows> newestFirst = new PriorityQueue<>(Comparator.comparing(Rows::key));
      for (IntentStore store : partitions.values()) {
        Rows rows = new Rows(store.listing(workspace));
        open.add(rows);
        if (rows.advance()) {
          newestFirst.add(rows);
        }
      }
      for (int looked = 0; ids.size() < limit && looked < ROWS_LOOKED_AT_MAX; looked++) {
        Rows rows = newestFirst.poll();
        if (rows == null) {
          break;
        }
        IntentStore.Row row = rows.row();
        if (row.ended().or(() -> indexes.status(row.id())).filter(wanted::contains).isPresent()) {
          ids.add(row.id());
        }
        if (rows.advance()) {
          newestFirst.add(rows);
        }
      }
    } finally {
      open.forEach(Rows::close);
    }
    return ids;
  }

  private static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidStateStoreException e) {
      throw new ViewUnavailableException(
          "expected the view's store to stay open, but its partition is being moved", e);
    }
  }

  /// One partition's rows, one of them in hand.
  private static final class Rows {
    private final KeyValueIterator<Bytes, byte[]> rest;
    private IntentStore.@Nullable Row row;

    Rows(KeyValueIterator<Bytes, byte[]> rest) {
      this.rest = rest;
    }

    boolean advance() {
      if (!rest.hasNext()) {
        return false;
      }
      KeyValue<Bytes, byte[]> next = rest.next();
      row = IntentStore.Row.of(next);
      return true;
    }

    IntentStore.Row row() {
      return Objects.requireNonNull(row, "advance() first");
    }

    Bytes key() {
      return row().key();
    }

    void close() {
      rest.close();
    }
  }
}
