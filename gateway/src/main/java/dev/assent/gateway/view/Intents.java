package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.platform.streams.DamagedStoreException;
import dev.assent.platform.views.ViewUnavailableException;
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
  /// How many rows a filtered listing looks at before it answers with what it has found, and where
  /// to go on.
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
  /// @param after only those that are older
  public Page<IntentView> newest(
      Workspace workspace, Set<Status> statuses, Optional<Position> after, int limit) {
    Page<Position> page =
        reading(
            open ->
                listed(
                    open,
                    workspace,
                    statuses.isEmpty() ? EnumSet.allOf(Status.class) : statuses,
                    after,
                    limit));
    return new Page<>(found(page.items().stream().map(Position::id).toList()), page.next());
  }

  /// The intents with these ids, without those that are no longer here.
  public List<IntentView> found(List<IntentId> roots) {
    return roots.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /// Rows of ended intents whose thread is in an inbox, the newest intent first.
  ///
  /// @param since only those that have changed at this time or later
  /// @param after only those of older intents
  /// @param newest how many of the newest are enough
  Page<EndedRow> endedRows(
      Workspace workspace, String owner, Instant since, Optional<Position> after, int newest) {
    return reading(
        open ->
            ended(
                open,
                workspace,
                row ->
                    !row.changedAt().orElse(Instant.MAX).isBefore(since)
                        && (row.owners().contains(owner) || isOldRowOf(open, row, owner)),
                after,
                newest));
  }

  /// A row of an earlier version says nothing of inboxes: the intent does.
  private static boolean isOldRowOf(IntentStore open, EndedRow row, String owner) {
    return row.changedAt().isEmpty()
        && open.find(row.id()).filter(view -> view.thread().isIn(owner, view.status())).isPresent();
  }

  /// Live ones are in memory, ended ones on disk. Memory is looked at first: one that ends
  /// meanwhile is then found twice, and not missed.
  private Page<Position> listed(
      IntentStore open,
      Workspace workspace,
      Set<Status> statuses,
      Optional<Position> after,
      int limit) {
    NavigableSet<Position> found =
        new TreeSet<>(indexes.newest(workspace, statuses, after, limit + 1));
    Optional<Position> lookedTo = Optional.empty();
    if (statuses.stream().anyMatch(Status::ended)) {
      Page<EndedRow> ended =
          ended(open, workspace, row -> statuses.contains(row.status()), after, limit + 1);
      ended.items().forEach(row -> found.add(row.age()));
      lookedTo = ended.next();
    }
    return page(List.copyOf(found.descendingSet()), limit, lookedTo);
  }

  /// What was found, newest first, as far as all was looked at.
  ///
  /// @param lookedTo what is older than this was not looked at; empty when all was
  static Page<Position> page(List<Position> found, int limit, Optional<Position> lookedTo) {
    List<Position> sure =
        lookedTo
            .map(to -> found.stream().filter(one -> one.compareTo(to) >= 0).toList())
            .orElse(found);
    Page<Position> page = Page.of(sure, limit, one -> one);
    return new Page<>(page.items(), page.next().or(() -> lookedTo));
  }

  /// @return with the place to go on where not all was looked at
  private static Page<EndedRow> ended(
      IntentStore open,
      Workspace workspace,
      Predicate<EndedRow> wanted,
      Optional<Position> after,
      int newest) {
    List<EndedRow> found = new ArrayList<>();
    Optional<Position> last = Optional.empty();
    try (KeyValueIterator<Bytes, byte[]> rows = open.ended(workspace, after)) {
      for (int looked = 0;
          found.size() < newest && looked < ROWS_LOOKED_AT_MAX && rows.hasNext();
          looked++) {
        EndedRow row = EndedRow.of(rows.next());
        last = Optional.of(row.age());
        if (!last.equals(after) && wanted.test(row)) {
          found.add(row);
        }
      }
      return new Page<>(found, rows.hasNext() ? last : Optional.empty());
    }
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
    } catch (DamagedStoreException e) {
      throw new ViewUnavailableException("the view is damaged on disk and is made anew", e);
    }
  }
}
