package dev.assent.platform.keys;

import dev.assent.contract.id.Workspace;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.KeyLife;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Ends a person, or whoever else owns keys: all that let them in, at every door.
public final class Owners {
  private final Directory directory;

  public Owners(Directory directory) {
    this.directory = directory;
  }

  /// Ends all keys that an owner has by now. That no key survives which another door makes in the
  /// same moment is what the document is for; that each is marked is for those who list them.
  ///
  /// @return the keys that were good until now
  public CompletableFuture<List<DirectoryEntry.Key>> end(
      Workspace workspace, String owner, Instant now) {
    DirectoryEntry.Document ended =
        new DirectoryEntry.Document(
            KeyLife.EndedOwner.COLLECTION,
            workspace,
            KeyLife.EndedOwner.id(owner),
            DocumentJson.write(new KeyLife.EndedOwner(owner, now)),
            Set.of(),
            now);
    return directory
        .put(ended)
        .thenCompose(
            _ -> {
              List<DirectoryEntry.Key> good =
                  directory.keys(workspace).stream()
                      .filter(key -> key.owner().equals(owner) && key.revokedAt().isEmpty())
                      .toList();
              return CompletableFuture.allOf(
                      good.stream()
                          .map(key -> directory.put(key.revoked(now)))
                          .toArray(CompletableFuture[]::new))
                  .thenApply(_ -> good);
            });
  }
}
