package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Hash;
import dev.assent.contract.Principal;
import dev.assent.contract.Scope;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.door.Problem;
import dev.assent.door.ViewUnavailableException;
import dev.assent.gateway.catalogue.Grant;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Terminals that are let in from a browser (contract section 2.11). Whoever opens the page proves
/// with a key of their own who they are; the terminal gets another key of the same person, made in
/// the moment it is fetched, so that no secret waits anywhere.
@Singleton
final class Grants {
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  /// Terminals that wait at the same time: anybody may ask.
  private static final int OPEN_MAX = 100;

  /// Letters and digits that nobody takes for one another.
  private static final String LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Documents<Grant> grants;
  private final Directory directory;
  private final LoginSettings settings;
  private final Sessions sessions;
  private final PublicUrl url;
  private final Clock clock;

  Grants(
      Catalogues catalogues,
      Directory directory,
      LoginSettings settings,
      Sessions sessions,
      PublicUrl url,
      Clock clock) {
    this.grants = catalogues.grants();
    this.directory = directory;
    this.settings = settings;
    this.sessions = sessions;
    this.url = url;
    this.clock = clock;
  }

  CompletableFuture<ObjectNode> create(HttpRequest<?> request) {
    requireReady();
    Instant now = clock.instant();
    Workspace place = settings.place();
    requireFewOpen(place, now);
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Grant grant = new Grant(userCode(), now, now.plus(VALID), Optional.empty(), Optional.empty());
    return grants
        .tidy(place, old -> old.over(now))
        .thenCompose(_ -> grants.put(place, key(id), grant))
        .thenApply(
            _ ->
                Answers.ok()
                    .put("grant_id", id)
                    .put("user_code", grant.userCode())
                    .put("approval_url", url.of(request, "/login/cli?code=" + grant.userCode()))
                    .put("poll_interval", POLL_INTERVAL.toSeconds())
                    .put("expires_in", VALID.toSeconds()));
  }

  /// How it stands; once approved, and once only, with the key.
  CompletableFuture<ObjectNode> poll(String id) {
    requireReady();
    Grant grant = open(id);
    if (grant.approval().isEmpty()) {
      return CompletableFuture.completedFuture(
          Answers.ok()
              .put("state", "pending")
              .put("expires_in", Duration.between(clock.instant(), grant.expiresAt()).toSeconds()));
    }
    return grants
        .put(settings.place(), key(id), grant.fetched(clock.instant()))
        .thenCompose(_ -> sessions.open(grant.approval().orElseThrow()))
        .thenApply(answer -> answer.put("state", "approved"));
  }

  /// @throws Refused with 410 when it is over, with 404 when it never was
  Grant open(String id) {
    Grant grant =
        grants
            .get(settings.place(), key(id))
            .orElseThrow(() -> Refused.notFound("a grant's id", "there is no such grant"));
    if (grant.over(clock.instant())) {
      throw new Refused(
          Problem.of(410, "grant_expired", "expected a grant that is open, but it is over"));
    }
    return grant;
  }

  /// Lets the terminal in, as the person whose key it is.
  CompletableFuture<Principal> approve(String id, String userCode, String key) {
    requireReady();
    Grant grant = open(id);
    if (!grant.userCode().equals(userCode.strip())) {
      throw Refused.invalid("the code that the terminal shows", "it is another one");
    }
    Principal person =
        directory
            .authenticate(key.strip(), Optional.empty())
            .orElseThrow(
                () ->
                    new Refused(
                        Problem.unauthorized(
                            "expected a valid API key, but this one is unknown or revoked")));
    Set<Scope> scopes =
        Set.of(Scope.INITIATOR, Scope.APPROVER).stream()
            .filter(person::has)
            .collect(Collectors.toSet());
    if (scopes.isEmpty()) {
      throw Refused.forbidden(
          "a key with the scope INITIATOR or APPROVER", "this one has " + person.scopes());
    }
    Grant.Approval approval =
        new Grant.Approval(
            person.workspace().org(),
            person.workspace().name(),
            person.kind(),
            person.id(),
            scopes,
            person.roles());
    return grants.put(settings.place(), key(id), grant.approved(approval)).thenApply(_ -> person);
  }

  private void requireFewOpen(Workspace place, Instant now) {
    if (grants.all(place).stream().filter(grant -> !grant.over(now)).count() >= OPEN_MAX) {
      throw new Refused(
          new Problem(
              429,
              "too_many_grants",
              "expected at most " + OPEN_MAX + " terminals that wait, but they are there",
              Map.of(),
              Optional.of(Duration.ofMinutes(1))));
    }
  }

  private void requireReady() {
    if (!directory.ready()) {
      throw new ViewUnavailableException(
          "expected the directory to be read, but the gateway is still starting");
    }
  }

  private static String key(String id) {
    return Hash.of(id).hex();
  }

  private static String userCode() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      code.append(i == 4 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return code.toString();
  }
}
