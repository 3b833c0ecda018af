package dev.assent.gateway.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.catalogue.Grant;
import dev.assent.gateway.edge.Answers;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Credentials;
import dev.assent.platform.keys.NewKey;
import dev.assent.service.edge.Caller;
import dev.assent.service.edge.Refused;
import dev.assent.wire.directory.DirectoryEntry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Signed-in terminals. A session is an API key like any other, made by signing in: it is the
/// bearer token too, it is checked against the directory with every request, and it ends when it is
/// revoked, with the key that let it in, with its person and with its time.
@Singleton
final class Sessions {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  /// Open sessions of one person; the oldest ends when there is one more.
  private static final int OPEN_MAX = 20;

  private final Directory directory;
  private final Clock clock;

  Sessions(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Signs in who proved that an e-mail address is theirs. The answer has the key, which is shown
  /// once.
  CompletableFuture<ObjectNode> open(Grant.Approval who) {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret =
        "assent_login_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return open(secret, who, Optional.empty()).thenApply(_ -> answer(secret, who.place()));
  }

  /// Signs in a terminal that somebody lets in.
  ///
  /// @param secret the key's, which the terminal knows
  /// @param by who lets it in; the session ends with the key they came with
  /// @return the key's id
  CompletableFuture<String> open(String secret, Grant.Approval who, Principal by) {
    Optional<String> key = Credentials.keyId(by);
    if (key.isEmpty()) {
      throw Refused.forbidden("an API key", "this is " + by.authenticated());
    }
    return open(secret, who, key);
  }

  private CompletableFuture<String> open(
      String secret, Grant.Approval who, Optional<String> madeWith) {
    Instant now = clock.instant();
    DirectoryEntry.Key key =
        NewKey.session(
                secret,
                who.place(),
                who.kind(),
                who.owner(),
                who.scopes(),
                who.roles(),
                new DirectoryEntry.Key.Session(now.plus(Limits.SESSION_LIFE), madeWith),
                now)
            .entry();
    return directory.put(key).thenCompose(_ -> revokeBeyondMax(key)).thenApply(_ -> key.keyId());
  }

  static ObjectNode answer(String secret, Workspace place) {
    return Answers.ok()
        .put("api_key", secret)
        .put("account_session_token", secret)
        .put("org_id", place.org())
        .put("workspace_id", place.name());
  }

  private CompletableFuture<Void> revokeBeyondMax(DirectoryEntry.Key newest) {
    List<DirectoryEntry.Key> open =
        directory.keys(newest.workspace()).stream()
            .filter(key -> key.isSession() && key.owner().equals(newest.owner()))
            .filter(key -> !over(key))
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
    List<DirectoryEntry.Key> open = of(caller).stream().filter(key -> !over(key)).toList();
    return revoke(open).thenApply(_ -> open.size());
  }

  boolean over(DirectoryEntry.Key key) {
    return directory.over(key).isPresent();
  }

  private CompletableFuture<Void> revoke(List<DirectoryEntry.Key> keys) {
    Instant now = clock.instant();
    return CompletableFuture.allOf(
        keys.stream()
            .map(key -> directory.put(key.revoked(now)))
            .toArray(CompletableFuture[]::new));
  }

  static boolean isCurrent(DirectoryEntry.Key key, Caller caller) {
    return Credentials.keyId(caller.principal()).filter(key.keyId()::equals).isPresent();
  }

  private static boolean belongsTo(DirectoryEntry.Key key, Principal who) {
    return key.owner().equals(who.id()) && key.kind() == who.kind();
  }
}
