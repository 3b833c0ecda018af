package dev.assent.gateway.view;

import dev.assent.contract.IntentId;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import dev.assent.door.ViewUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
        !statuses.isEmpty() && statuses.stream().noneMatch(Status::ended)
            ? indexes.newest(workspace, statuses, limit)
            : reading(open -> listed(open, workspace, statuses, limit));
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
  List<IntentStore.Row> endedRows(Workspace workspace, String owner, Instant since, int newest) {
    return reading(open -> ended(open, workspace, owner, since, newest));
  }

  private static List<IntentStore.Row> ended(
      IntentStore open, Workspace workspace, String owner, Instant since, int newest) {
    List<IntentStore.Row> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = open.listing(workspace)) {
      for (int looked = 0;
          rows.hasNext() && looked < ROWS_LOOKED_AT_MAX && found.size() < newest;
          looked++) {
        IntentStore.Row row = IntentStore.Row.of(rows.next());
        if (row.ended().isPresent()
            && !row.changedAt().orElse(Instant.MAX).isBefore(since)
            && (row.owners().contains(owner) || isOldRowOf(open, row, owner))) {
          found.add(row);
        }
      }
    }
    return found;
  }

  /// A row of an earlier version says nothing of inboxes: the intent does.
  private static boolean isOldRowOf(IntentStore open, IntentStore.Row row, String owner) {
    return row.changedAt().isEmpty()
        && open.find(row.id()).filter(view -> view.thread().isIn(owner, view.status())).isPresent();
  }

  private List<IntentId> listed(
      IntentStore open, Workspace workspace, Set<Status> statuses, int limit) {
    Set<Status> wanted = statuses.isEmpty() ? EnumSet.allOf(Status.class) : statuses;
    List<IntentId> ids = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = open.listing(workspace)) {
      for (int looked = 0;
          ids.size() < limit && looked < ROWS_LOOKED_AT_MAX && rows.hasNext();
          looked++) {
        IntentStore.Row row = IntentStore.Row.of(rows.next());
        if (row.ended().or(() -> indexes.status(row.id())).filter(wanted::contains).isPresent()) {
          ids.add(row.id());
        }
      }
    }
    return ids;
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
