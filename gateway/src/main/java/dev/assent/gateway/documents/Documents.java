package dev.assent.gateway.documents;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Problem;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// One collection of the directory's documents, as records (ADR 0015 has what it promises).
public final class Documents<T> {
  /// How many that are over are taken out when one is added: more than come in, and never a burst.
  private static final int TIDIED_AT_ONCE = 20;

  private final Directory directory;
  private final Clock clock;
  private final String collection;
  private final Class<T> type;

  /// @param collection its name, which must never change
  /// @param type a record
  Documents(Directory directory, Clock clock, String collection, Class<T> type) {
    this.directory = directory;
    this.clock = clock;
    this.collection = collection;
    this.type = type;
  }

  public Optional<T> get(Workspace workspace, String id) {
    return directory.document(collection, workspace, id).map(this::read);
  }

  /// The one that holds a name.
  public Optional<T> named(Workspace workspace, String name) {
    return directory.documentNamed(collection, workspace, name).map(this::read);
  }

  public List<T> all(Workspace workspace) {
    return directory.documents(collection, workspace).stream().map(this::read).toList();
  }

  /// Writes one; done once it is committed and can be read here.
  public CompletableFuture<Void> put(Workspace workspace, String id, T value, Set<String> names) {
    Json content = DocumentJson.write(value);
    if (content.bytes() > Limits.DOCUMENT_BYTES_MAX) {
      throw Refused.tooLarge(
          "at most " + Limits.DOCUMENT_BYTES_MAX + " bytes for one of the " + collection,
          "it has " + content.bytes());
    }
    if (directory.document(collection, workspace, id).isEmpty()) {
      limit(workspace, Limits.DOCUMENTS_MAX);
    }
    return directory.put(
        new DirectoryEntry.Document(collection, workspace, id, content, names, clock.instant()));
  }

  public CompletableFuture<Void> put(Workspace workspace, String id, T value) {
    return put(workspace, id, value, Set.of());
  }

  public CompletableFuture<Void> remove(Workspace workspace, String id) {
    return directory
        .document(collection, workspace, id)
        .map(directory::remove)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /// Refuses one more when there are as many as there may be.
  public void limit(Workspace workspace, int max) {
    if (directory.documents(collection, workspace).size() >= max) {
      throw new Refused(
          Problem.of(
              409,
              "full",
              "expected at most "
                  + max
                  + " "
                  + collection
                  + " in a workspace, but they are there"));
    }
  }

  /// Takes out some of those that nobody needs any more.
  public CompletableFuture<Void> tidy(Workspace workspace, Predicate<T> over) {
    return CompletableFuture.allOf(
        directory.documents(collection, workspace).stream()
            .filter(document -> over.test(read(document)))
            .limit(TIDIED_AT_ONCE)
            .map(directory::remove)
            .toArray(CompletableFuture[]::new));
  }

  private T read(DirectoryEntry.Document document) {
    return DocumentJson.read(document, type);
  }
}
