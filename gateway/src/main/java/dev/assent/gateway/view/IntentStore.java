package dev.assent.gateway.view;

import dev.assent.contract.Event.IntentCreated;
import dev.assent.contract.Happened;
import dev.assent.contract.IntentId;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import dev.assent.door.View;
import dev.assent.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The gateway's view. Kept on disk: each intent's batches of facts, and one row for each intent by
/// workspace and age. An [IntentView] is folded from its batches when it is asked for; the most
/// recently used ones are remembered, so that a live intent is seldom folded twice.
///
/// Batches come in on one thread; readers are on others.
public final class IntentStore implements View {
  /// The store's name.
  static final String NAME = "intents";

  /// How much of the most recently used intents is remembered, in characters of JSON.
  private static final int REMEMBERED_MAX = 33_554_432;

  private final Codec<Happened> codec;
  private final Intents intents;
  private final Map<IntentId, IntentView> remembered = new LinkedHashMap<>(256, 0.75f, true);
  private final Set<IntentId> live = new HashSet<>();
  private int rememberedSize;
  private volatile @Nullable KeyValueStore<Bytes, byte[]> opened;

  /// A row of a workspace's listing. An ended intent's says in whose inboxes its thread is, so that
  /// an inbox is listed without reading histories.
  ///
  /// @param ended the status that the intent ended with; empty while it lives
  /// @param changedAt when an ended intent last changed; empty in a row of an earlier version
  /// @param owners whose inboxes its thread is in, by address
  record Row(
      Bytes key,
      IntentId id,
      Optional<Status> ended,
      Optional<Instant> changedAt,
      List<String> owners) {
    private static final String LIVE = "-";
    private static final String SEPARATOR = "\u001f";

    static Row of(KeyValue<Bytes, byte[]> row) {
      String[] parts = new String(row.value, StandardCharsets.UTF_8).split(SEPARATOR, -1);
      return new Row(
          row.key,
          Keys.listed(row.key),
          parts[0].equals(LIVE) ? Optional.empty() : Optional.of(Status.valueOf(parts[0])),
          parts.length < 2 ? Optional.empty() : Optional.of(Instant.parse(parts[1])),
          parts.length < 2 ? List.of() : List.of(parts).subList(2, parts.length));
    }

    static byte[] value(IntentView view) {
      if (!view.status().ended()) {
        return LIVE.getBytes(StandardCharsets.UTF_8);
      }
      StringBuilder row =
          new StringBuilder(view.status().name()).append(SEPARATOR).append(view.updatedAt());
      view.thread().owners().forEach(owner -> row.append(SEPARATOR).append(plain(owner)));
      view.thread().replyTo().ifPresent(owner -> row.append(SEPARATOR).append(plain(owner)));
      return row.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Addresses have no such character; what is none might.
    private static String plain(String owner) {
      return owner.replace(SEPARATOR, " ");
    }
  }

  public IntentStore(Codec<Happened> codec, Intents intents) {
    this.codec = codec;
    this.intents = intents;
  }

  @Override
  public List<String> stores() {
    return List.of(NAME);
  }

  @Override
  public void open(Stores stores) {
    opened = stores.store(NAME);
    try (KeyValueIterator<Bytes, byte[]> rows =
        store().range(Keys.anyListing(true), Keys.anyListing(false))) {
      while (rows.hasNext()) {
        Row row = Row.of(rows.next());
        if (row.ended().isEmpty()) {
          read(row.id())
              .ifPresent(
                  view -> {
                    live.add(view.id());
                    intents.indexes().changed(view);
                  });
        }
      }
    }
    intents.opened(this);
  }

  @Override
  public void fold(Happened happened) {
    Optional<IntentView> before = find(happened.intent());
    if (before.isPresent() && before.get().seq() >= happened.lastSeq()) {
      return;
    }
    if (before.isEmpty() && !(happened.events().getFirst() instanceof IntentCreated)) {
      throw new IllegalStateException(
          "expected the history of "
              + happened.intent()
              + " before its seq "
              + happened.firstSeq()
              + ", but it is not in the store");
    }
    IntentView after =
        before.map(view -> view.after(happened)).orElseGet(() -> IntentView.of(happened));
    store().put(Keys.batch(happened.intent(), happened.firstSeq()), codec.encode(happened));
    if (before.isEmpty() || after.status().ended()) {
      store().put(Keys.listing(after.workspace(), after.createdAt(), after.id()), Row.value(after));
    }
    remember(after);
    if (after.status().ended()) {
      live.remove(after.id());
    } else {
      live.add(after.id());
    }
    intents.indexes().changed(after);
  }

  @Override
  public void close() {
    intents.closed(this);
    live.forEach(intents.indexes()::forget);
    live.clear();
    synchronized (remembered) {
      remembered.clear();
      rememberedSize = 0;
    }
  }

  /// @param root a root's id
  Optional<IntentView> find(IntentId root) {
    synchronized (remembered) {
      IntentView known = remembered.get(root);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return read(root);
  }

  /// A workspace's intents, newest first; the caller closes it.
  KeyValueIterator<Bytes, byte[]> listing(Workspace workspace) {
    return store().range(Keys.listingEnd(workspace, true), Keys.listingEnd(workspace, false));
  }

  private Optional<IntentView> read(IntentId root) {
    Optional<IntentView> view = Optional.empty();
    try (KeyValueIterator<Bytes, byte[]> batches =
        store().range(Keys.batch(root, 1), Keys.batch(root, Integer.MAX_VALUE))) {
      while (batches.hasNext()) {
        Happened happened = codec.decode(batches.next().value);
        view =
            view.map(before -> before.after(happened))
                .or(() -> Optional.of(IntentView.of(happened)));
      }
    }
    return view;
  }

  private void remember(IntentView view) {
    synchronized (remembered) {
      IntentView old = remembered.put(view.id(), view);
      rememberedSize += view.size() - (old == null ? 0 : old.size());
      var eldest = remembered.values().iterator();
      while (rememberedSize > REMEMBERED_MAX && remembered.size() > 1) {
        rememberedSize -= eldest.next().size();
        eldest.remove();
      }
    }
  }

  private KeyValueStore<Bytes, byte[]> store() {
    KeyValueStore<Bytes, byte[]> store = opened;
    if (store == null) {
      throw new IllegalStateException("expected an open view, but it was not opened");
    }
    return store;
  }
}
