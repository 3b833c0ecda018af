package dev.assent.platform.keys;

import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Limits;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.SessionUse;
import dev.assent.platform.http.Credentials;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.directory.DocumentJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes that something is done with a session, at most once in [Limits#SESSION_NOTED_EVERY] each:
/// all doors see it and none lets the session end as idle.
public final class SessionUses {
  private static final Logger LOGGER = LoggerFactory.getLogger(SessionUses.class);

  /// What only looks.
  private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");

  private final Directory directory;
  private final InstantSource clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  public SessionUses(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// A request came from this principal. Nobody waits for the note: one that is lost is made up for
  /// by the next request.
  ///
  /// @param method the request's, as `POST`
  public void asked(Principal principal, String method) {
    if (LOOKS.contains(method)) {
      return;
    }
    Credentials.keyId(principal)
        .flatMap(directory::key)
        .filter(DirectoryEntry.Key::isSession)
        .ifPresent(this::note);
  }

  private void note(DirectoryEntry.Key key) {
    Instant now = clock.instant();
    boolean due = !now.isBefore(SessionUse.last(directory, key).plus(Limits.SESSION_NOTED_EVERY));
    if (due && underWay.add(key.keyId())) {
      var _ =
          directory
              .put(
                  new DirectoryEntry.Document(
                      SessionUse.COLLECTION,
                      key.workspace(),
                      key.keyId(),
                      DocumentJson.write(new SessionUse(now)),
                      Set.of(),
                      now))
              .whenComplete(
                  (_, failure) -> {
                    underWay.remove(key.keyId());
                    if (failure != null) {
                      LOGGER
                          .atWarn()
                          .addKeyValue("key", key.keyId())
                          .setCause(failure)
                          .log("A session's use was not noted");
                    }
                  });
    }
  }
}
