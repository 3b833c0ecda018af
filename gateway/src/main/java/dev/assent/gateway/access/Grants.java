package dev.assent.gateway.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.gateway.catalogue.Grant;
import dev.assent.gateway.catalogue.GrantId;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.PublicUrl;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.Problem;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.service.edge.Refused;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Terminals that are let in from a browser (contract section 2.11). Whoever opens the page proves
/// with a key of their own who they are; the terminal gets another key of the same person. Only
/// letting it in writes something: asking to be let in, and fetching the key, which every client
/// does with a GET, change nothing ([GrantId] has how).
@Singleton
final class Grants {
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  /// From letting a terminal in: it asks every other second, and nobody else needs the key.
  private static final Duration FETCHED_WITHIN = Duration.ofMinutes(1);

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

  ObjectNode create(HttpRequest<?> request) {
    GrantId id = GrantId.fresh(clock.instant().plus(VALID));
    return Answers.ok()
        .put("grant_id", id.text())
        .put("user_code", id.userCode())
        .put("approval_url", url.of(request, "/login/cli?code=" + id.userCode()))
        .put("poll_interval", POLL_INTERVAL.toSeconds())
        .put("expires_in", VALID.toSeconds());
  }

  /// How it stands; once approved, with the key.
  ObjectNode poll(String text) {
    requireReady();
    GrantId id = known(text);
    Optional<Grant> grant = grants.get(place(), id.hash());
    if (grant.isPresent()) {
      return fetched(id, grant.get());
    }
    if (!clock.instant().isBefore(id.expiresAt())) {
      throw over();
    }
    return Answers.ok()
        .put("state", "pending")
        .put("expires_in", Duration.between(clock.instant(), id.expiresAt()).toSeconds());
  }

  private ObjectNode fetched(GrantId id, Grant grant) {
    boolean good =
        !grant.over(clock.instant())
            && grant
                .keyId()
                .flatMap(directory::key)
                .filter(key -> directory.over(key).isEmpty())
                .isPresent();
    if (!good) {
      throw over();
    }
    return Sessions.answer(id.secret(), grant.approval().orElseThrow().place())
        .put("state", "approved");
  }

  /// @throws Refused with 410 when it is over, with 404 when it never was
  GrantId open(String text) {
    requireReady();
    GrantId id = known(text);
    if (!clock.instant().isBefore(id.expiresAt()) || grants.get(place(), id.hash()).isPresent()) {
      throw over();
    }
    return id;
  }

  private GrantId known(String text) {
    return GrantId.parse(text, clock.instant().plus(VALID))
        .orElseThrow(() -> Refused.notFound("a grant's id", "there is no such grant"));
  }

  private static Refused over() {
    return new Refused(
        Problem.of(410, "grant_expired", "expected a grant that is open, but it is over"));
  }

  /// Lets the terminal in, as the person whose key it is.
  CompletableFuture<Principal> approve(String text, String userCode, String key) {
    GrantId id = open(text);
    if (!id.userCode().equals(userCode.strip())) {
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
    Grant.Approval approval = approval(person);
    Instant now = clock.instant();
    return sessions
        .open(id.secret(), approval, person)
        .thenCompose(
            keyId ->
                grants
                    .tidy(place(), old -> old.over(now))
                    .thenCompose(
                        _ ->
                            grants.put(
                                place(),
                                id.hash(),
                                new Grant(
                                    now,
                                    now.plus(FETCHED_WITHIN),
                                    Optional.of(approval),
                                    Optional.of(keyId)))))
        .thenApply(_ -> person);
  }

  private static Grant.Approval approval(Principal person) {
    Set<Scope> scopes =
        Set.of(Scope.INITIATOR, Scope.APPROVER).stream()
            .filter(person::has)
            .collect(Collectors.toSet());
    if (scopes.isEmpty()) {
      throw Refused.forbidden(
          "a key with the scope INITIATOR or APPROVER", "this one has " + person.scopes());
    }
    return new Grant.Approval(
        person.workspace().org(),
        person.workspace().name(),
        person.kind(),
        person.id(),
        scopes,
        person.roles());
  }

  private Workspace place() {
    return settings.place();
  }

  private void requireReady() {
    if (!directory.ready()) {
      throw new ViewUnavailableException(
          "expected the directory to be read, but the gateway is still starting");
    }
  }
}
