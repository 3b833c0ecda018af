package dev.assent.platform.directory;

import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import java.time.Instant;

/// When something was last done with a session: a document beside its key, so that noting a use can
/// never undo a revocation that another door writes at the same time.
public record SessionUse(Instant usedAt) {
  public static final String COLLECTION = "session-uses";

  /// Its making counts as its first use.
  public static Instant last(Directory directory, DirectoryEntry.Key key) {
    return directory
        .document(COLLECTION, key.workspace(), key.keyId())
        .map(document -> DocumentJson.read(document, SessionUse.class).usedAt())
        .filter(key.createdAt()::isBefore)
        .orElse(key.createdAt());
  }
}
