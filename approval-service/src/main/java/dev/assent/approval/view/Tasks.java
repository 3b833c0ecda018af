package dev.assent.approval.view;

import dev.assent.contract.Happened;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.platform.views.Views;
import dev.assent.wire.codec.Codec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Reads of tasks. Each waits until everything committed before it is folded, so nobody is shown a
/// task as open after its decision was answered, whichever door answered it.
public final class Tasks {
  private final Views views;
  private final OpenTasks index;
  private final Codec<Happened> codec;

  public Tasks(Views views, OpenTasks index, Codec<Happened> codec) {
    this.views = views;
    this.index = index;
    this.codec = codec;
  }

  /// Some open tasks in order, and where to go on; no `next` on the last page.
  public record Page(List<TaskLine> tasks, Optional<Place> next) {
    public Page {
      tasks = List.copyOf(tasks);
    }
  }

  /// The open tasks that this person may decide, what is due first comes first.
  public CompletableFuture<Page> decidableBy(Principal person, Optional<Place> after, int limit) {
    return views
        .caughtUp()
        .thenApply(_ -> page(index.decidableBy(person, after, limit + 1), limit));
  }

  /// All open tasks of a workspace, what is due first comes first.
  public CompletableFuture<Page> all(Workspace workspace, Optional<Place> after, int limit) {
    return views.caughtUp().thenApply(_ -> page(index.all(workspace, after, limit + 1), limit));
  }

  /// Everything that happened to an intent, in order; empty for one that never asks people.
  public CompletableFuture<List<Happened>> history(IntentId root) {
    return views.caughtUp(root).thenApply(_ -> TaskInbox.read(store(TaskInbox.FACTS), root, codec));
  }

  private Page page(List<Place> places, int limit) {
    ReadOnlyKeyValueStore<Bytes, byte[]> rows = store(TaskInbox.OPEN);
    List<TaskLine> tasks =
        places.stream()
            .limit(limit)
            .flatMap(place -> read(rows, TaskKeys.task(place.intent())).stream())
            .toList();
    return new Page(
        tasks, places.size() > limit ? Optional.of(places.get(limit - 1)) : Optional.empty());
  }

  private static Optional<TaskLine> read(ReadOnlyKeyValueStore<Bytes, byte[]> rows, Bytes key) {
    return Optional.ofNullable(rows.get(key)).map(row -> TaskLineRow.task(key, row));
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name) {
    return views
        .store(name)
        .orElseThrow(
            () ->
                new ViewUnavailableException(
                    "expected the tasks to be loaded, but this service is not there yet"));
  }
}
