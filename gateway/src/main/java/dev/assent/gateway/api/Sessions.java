package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Principal;
import dev.assent.door.Directory;
import dev.assent.door.NewKey;
import dev.assent.gateway.catalogue.Grant;
import dev.assent.wire.DirectoryEntry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Signed-in terminals. A session is an API key like any other, made by signing in: it is the
/// bearer token too, it is checked against the directory with every request, and it ends when it is
/// revoked.
@Singleton
final class Sessions {
  /// Open sessions of one person; the oldest ends when there is one more.
  private static final int OPEN_MAX = 20;

  private final Directory directory;
  private final Clock clock;

  Sessions(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Signs somebody in. The answer has the key, which is shown once.
  CompletableFuture<ObjectNode> open(Grant.Approval who) {
    NewKey key =
        NewKey.create(
            "assent_login",
            who.place(),
            who.kind(),
            who.owner(),
            who.scopes(),
            who.roles(),
            DirectoryEntry.Key.SESSION,
            clock.instant());
    return directory
        .put(key.entry())
        .thenCompose(_ -> revokeBeyondMax(key.entry()))
        .thenApply(
            _ ->
                Answers.ok()
                    .put("api_key", key.secret())
                    .put("account_session_token", key.secret())
                    .put("org_id", who.org())
                    .put("workspace_id", who.workspace()));
  }

  private CompletableFuture<Void> revokeBeyondMax(DirectoryEntry.Key newest) {
    List<DirectoryEntry.Key> open =
        directory.keys(newest.workspace()).stream()
            .filter(key -> key.isSession() && key.owner().equals(newest.owner()))
            .filter(key -> key.revokedAt().isEmpty())
            .sorted(Comparator.comparing(DirectoryEntry.Key::createdAt).reversed())
            .toList();
    return revoke(open.subList(Math.min(OPEN_MAX, open.size()), open.size()));
  }

  /// The caller's own, the newest first.
  List<DirectoryEntry.Key> of(Caller caller) {
    return directory.keys(caller.workspace()).stream()
        .filter(key -> key.isSession() && belongsTo(key, caller.principal()))
        .sorted(Comparator.comparing(DirectoryEntry.Key::createdAt).reversed())
        .toList();
  }

  CompletableFuture<DirectoryEntry.Key> revoke(Caller caller, String id) {
    DirectoryEntry.Key key =
        of(caller).stream()
            .filter(one -> one.keyId().equals(id))
            .findFirst()
            .orElseThrow(() -> Refused.notFound("a session of yours", "there is no '" + id + "'"));
    DirectoryEntry.Key revoked = key.revoked(clock.instant());
    return directory.put(revoked).thenApply(_ -> revoked);
  }

  /// Ends all of the caller's; how many it were.
  CompletableFuture<Integer> revokeAll(Caller caller) {
    List<DirectoryEntry.Key> open =
        of(caller).stream().filter(key -> key.revokedAt().isEmpty()).toList();
    return revoke(open).thenApply(_ -> open.size());
  }

  private CompletableFuture<Void> revoke(List<DirectoryEntry.Key> keys) {
    Instant now = clock.instant();
    return CompletableFuture.allOf(
        keys.stream()
            .map(key -> directory.put(key.revoked(now)))
            .toArray(CompletableFuture[]::new));
  }

  static boolean isCurrent(DirectoryEntry.Key key, Caller caller) {
    return caller.principal().authenticated().equals("api_key:" + key.keyId());
  }

  private static boolean belongsTo(DirectoryEntry.Key key, Principal who) {
    return key.owner().equals(who.id()) && key.kind() == who.kind();
  }
}
