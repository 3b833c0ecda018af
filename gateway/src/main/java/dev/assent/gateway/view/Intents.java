package dev.assent.gateway.view;

import dev.assent.contract.IntentId;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import dev.assent.door.ViewUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/// Reads of the view. Call it after `Views.caughtUp()`.
public final class Intents {
  /// How many rows a filtered listing looks at before it answers with what it has found.
  private static final int ROWS_LOOKED_AT_MAX = 100_000;

  private final Indexes indexes;
  private volatile @Nullable IntentStore store;

  public Intents(Indexes indexes) {
    this.indexes = indexes;
  }

  void opened(IntentStore opened) {
    store = opened;
  }

  void closed(IntentStore closing) {
    if (store == closing) {
      store = null;
    }
  }

  public Indexes indexes() {
    return indexes;
  }

  /// The intent that an id (a root's or a step intent's) belongs to, if it lives in the workspace.
  public Optional<IntentView> find(Workspace workspace, IntentId any) {
    return find(any.root()).filter(view -> view.workspace().equals(workspace) && view.knows(any));
  }

  /// @param root a root's id
  /// @throws ViewUnavailableException when the view is being closed just now
  public Optional<IntentView> find(IntentId root) {
    return reading(open -> open.find(root));
  }

  /// A workspace's intents, newest first.
  ///
  /// @param statuses only those in one of these; empty means all
  public List<IntentView> newest(Workspace workspace, Set<Status> statuses, int limit) {
    List<IntentId> ids =
        reading(
            open ->
                listed(
                    open,
                    workspace,
                    statuses.isEmpty() ? EnumSet.allOf(Status.class) : statuses,
                    limit));
    return found(ids);
  }

  /// The intents with these ids, without those that are no longer here.
  public List<IntentView> found(List<IntentId> roots) {
    return roots.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /// Rows of ended intents whose thread is in an inbox.
  ///
  /// @param since only those that have changed at this time or later
  /// @param newest how many of the newest are enough
  List<EndedRow> endedRows(Workspace workspace, String owner, Instant since, int newest) {
    return reading(
        open ->
            ended(
                open,
                workspace,
                row ->
                    !row.changedAt().orElse(Instant.MAX).isBefore(since)
                        && (row.owners().contains(owner) || isOldRowOf(open, row, owner)),
                newest));
  }

  /// A row of an earlier version says nothing of inboxes: the intent does.
  private static boolean isOldRowOf(IntentStore open, EndedRow row, String owner) {
    return row.changedAt().isEmpty()
        && open.find(row.id()).filter(view -> view.thread().isIn(owner, view.status())).isPresent();
  }

  /// Live ones are in memory, ended ones on disk. Memory is looked at first: one that ends
  /// meanwhile is then found twice, and not missed.
  private List<IntentId> listed(
      IntentStore open, Workspace workspace, Set<Status> statuses, int limit) {
    NavigableSet<Position> found = new TreeSet<>(indexes.newest(workspace, statuses, limit));
    if (statuses.stream().anyMatch(Status::ended)) {
      ended(open, workspace, row -> statuses.contains(row.status()), limit)
          .forEach(row -> found.add(row.age()));
    }
    return found.descendingSet().stream().limit(limit).map(Position::id).toList();
  }

  private static List<EndedRow> ended(
      IntentStore open, Workspace workspace, Predicate<EndedRow> wanted, int newest) {
    List<EndedRow> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = open.ended(workspace)) {
      for (int looked = 0;
          found.size() < newest && looked < ROWS_LOOKED_AT_MAX && rows.hasNext();
          looked++) {
        EndedRow row = EndedRow.of(rows.next());
        if (wanted.test(row)) {
          found.add(row);
        }
      }
    }
    return found;
  }

  private <T> T reading(Function<IntentStore, T> read) {
    IntentStore open = store;
    if (open == null) {
      throw new ViewUnavailableException("expected the view to be open, but it is closed");
    }
    try {
      return read.apply(open);
    } catch (InvalidStateStoreException e) {
      throw new ViewUnavailableException(
          "expected the view's store to stay open, but it is being closed", e);
    }
  }
}
