package dev.assent.platform.directory;

import dev.assent.contract.value.Hash;
import dev.assent.contract.value.Limits;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What ends a key. Any key ends when it is revoked and when its owner is; a session also ends with
/// the key that let it in, after its time, and when nothing was done with it for too long. Every
/// door and the ingest ask here, with each request.
public final class KeyLife {
  private final Directory directory;

  KeyLife(Directory directory) {
    this.directory = directory;
  }

  /// Why a key is no longer good, in words that begin with "it"; empty while it is good.
  Optional<String> over(DirectoryEntry.Key key, Instant now) {
    return over(key, now, new HashSet<>());
  }

  /// @param seen the sessions on the way here: a circle of them would let nobody in
  private Optional<String> over(DirectoryEntry.Key key, Instant now, Set<String> seen) {
    return key.revokedAt()
        .map(at -> "it was revoked at " + at)
        .or(() -> ownerEnded(key))
        .or(() -> key.isSession() ? sessionOver(key, now, seen) : Optional.empty());
  }

  private Optional<String> ownerEnded(DirectoryEntry.Key key) {
    if (!directory.hasDocuments(EndedOwner.COLLECTION, key.workspace())) {
      return Optional.empty(); // of most workspaces: no owner's name has to be hashed
    }
    return directory
        .document(EndedOwner.COLLECTION, key.workspace(), EndedOwner.id(key.owner()))
        .map(document -> DocumentJson.read(document, EndedOwner.class))
        .filter(ended -> !key.createdAt().isAfter(ended.endedAt()))
        .map(ended -> "it is older than the end of its owner's keys at " + ended.endedAt());
  }

  private Optional<String> sessionOver(DirectoryEntry.Key key, Instant now, Set<String> seen) {
    Instant expiresAt =
        key.session()
            .map(DirectoryEntry.Key.Session::expiresAt)
            .orElseGet(() -> key.createdAt().plus(Limits.SESSION_LIFE));
    if (!now.isBefore(expiresAt)) {
      return Optional.of("it expired at " + expiresAt);
    }
    Instant used = SessionUse.last(directory, key);
    if (!now.isBefore(used.plus(Limits.SESSION_IDLE))) {
      return Optional.of("it has not been used since " + used);
    }
    return key.session()
        .flatMap(DirectoryEntry.Key.Session::madeWith)
        .flatMap(maker -> makerOver(maker, now, seen));
  }

  private Optional<String> makerOver(String maker, Instant now, Set<String> seen) {
    Optional<DirectoryEntry.Key> made = seen.add(maker) ? directory.key(maker) : Optional.empty();
    return made.isEmpty()
        ? Optional.of("it came from the key " + maker + ", which is gone")
        : over(made.get(), now, seen).map(why -> "it came from the key " + maker + ": " + why);
  }

  /// An owner all of whose keys ended, sessions among them. Keys that are made later are good.
  ///
  /// @param owner as in the keys
  public record EndedOwner(String owner, Instant endedAt) {
    public static final String COLLECTION = "ended-owners";

    public static String id(String owner) {
      return Hash.of(owner).hex();
    }
  }
}
