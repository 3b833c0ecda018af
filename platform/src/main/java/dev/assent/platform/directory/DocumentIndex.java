package dev.assent.platform.directory;

import dev.assent.contract.id.Workspace;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory's documents by collection, id and name. One thread writes, any may read.
final class DocumentIndex {
  private final Map<Collection, Map<String, DirectoryEntry.Document>> collections =
      new ConcurrentHashMap<>();

  /// Who claims a name, in the order in which they came.
  private final Map<Name, List<DirectoryEntry.Document>> claims = new ConcurrentHashMap<>();

  private record Collection(String name, Workspace workspace) {
    static Collection of(DirectoryEntry.Document document) {
      return new Collection(document.collection(), document.workspace());
    }
  }

  private record Name(Collection collection, String text) {}

  /// @param before what the row held; null when it is new
  /// @param now what it holds; null when it is gone
  void replace(DirectoryEntry.@Nullable Document before, DirectoryEntry.@Nullable Document now) {
    if (now != null) {
      Collection collection = Collection.of(now);
      collections.computeIfAbsent(collection, _ -> new ConcurrentHashMap<>()).put(now.id(), now);
      now.names().forEach(name -> claim(new Name(collection, name), now));
    }
    if (before != null) {
      Collection collection = Collection.of(before);
      before.names().stream()
          .filter(name -> now == null || !now.names().contains(name))
          .forEach(name -> letGo(new Name(collection, name), before));
      if (now == null) {
        collections.computeIfPresent(
            collection,
            (_, documents) -> {
              documents.remove(before.id());
              return documents.isEmpty() ? null : documents;
            });
      }
    }
  }

  /// A document that claims the name already keeps its place.
  private void claim(Name name, DirectoryEntry.Document document) {
    claims.compute(
        name,
        (_, claimants) -> {
          if (claimants == null) {
            return List.of(document);
          }
          boolean known = claimants.stream().anyMatch(one -> one.id().equals(document.id()));
          return known
              ? claimants.stream()
                  .map(one -> one.id().equals(document.id()) ? document : one)
                  .toList()
              : Stream.concat(claimants.stream(), Stream.of(document)).toList();
        });
  }

  private void letGo(Name name, DirectoryEntry.Document document) {
    claims.computeIfPresent(
        name,
        (_, claimants) -> {
          List<DirectoryEntry.Document> others =
              claimants.stream().filter(one -> !one.id().equals(document.id())).toList();
          return others.isEmpty() ? null : others;
        });
  }

  Optional<DirectoryEntry.Document> get(String collection, Workspace workspace, String id) {
    return Optional.ofNullable(in(collection, workspace).get(id));
  }

  Optional<DirectoryEntry.Document> named(String collection, Workspace workspace, String name) {
    return Optional.ofNullable(claims.get(new Name(new Collection(collection, workspace), name)))
        .map(List::getFirst);
  }

  boolean has(String collection, Workspace workspace) {
    return !in(collection, workspace).isEmpty();
  }

  List<DirectoryEntry.Document> all(String collection, Workspace workspace) {
    return in(collection, workspace).values().stream()
        .sorted(Comparator.comparing(DirectoryEntry.Document::id))
        .toList();
  }

  private Map<String, DirectoryEntry.Document> in(String collection, Workspace workspace) {
    return collections.getOrDefault(new Collection(collection, workspace), Map.of());
  }
}
