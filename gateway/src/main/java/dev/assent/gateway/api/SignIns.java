package dev.assent.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Principal;
import dev.assent.contract.Scope;
import dev.assent.contract.Workspace;
import dev.assent.door.Directory;
import dev.assent.door.Problem;
import dev.assent.door.ViewUnavailableException;
import dev.assent.gateway.catalogue.Codes;
import dev.assent.gateway.catalogue.Grant;
import dev.assent.gateway.catalogue.SignIn;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Signing in with an e-mail address and a code (contract section 2.11). Whoever asks is unknown,
/// so everything here is scarce: only allowed addresses, few open codes for each, few tries per
/// code.
@Singleton
final class SignIns {
  static final Duration VALID = Duration.ofMinutes(10);

  /// Of a million codes. A try is written down before it is looked at, and a gateway looks at one
  /// after the other; two gateways may each grant one that the other has not seen.
  private static final int ATTEMPTS_MAX = 5;

  private static final int OPEN_PER_EMAIL_MAX = 5;

  /// How long a code that is over still tells why it is.
  private static final Duration KEPT = Duration.ofHours(1);

  private final Documents<SignIn> signIns;
  private final Directory directory;
  private final LoginSettings settings;
  private final SignInCodes codes;
  private final Sessions sessions;
  private final Clock clock;

  /// One thread: tries are counted one after the other, and stretching a code takes its time.
  private final ExecutorService oneByOne =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("assent-sign-in").factory());

  SignIns(
      Catalogues catalogues,
      Directory directory,
      LoginSettings settings,
      SignInCodes codes,
      Sessions sessions,
      Clock clock) {
    this.signIns = catalogues.signIns();
    this.directory = directory;
    this.settings = settings;
    this.codes = codes;
    this.sessions = sessions;
    this.clock = clock;
  }

  @PreDestroy
  void close() {
    oneByOne.shutdown();
  }

  /// Sends a code. The answer has the id to come back with.
  CompletableFuture<ObjectNode> begin(String address) {
    String email = address.strip().toLowerCase(Locale.ROOT);
    requireAllowed(email);
    return queued(
        () -> {
          Instant now = clock.instant();
          Workspace place = place();
          requireFewOpen(place, email, now);
          String id = UUID.randomUUID().toString();
          String code = Codes.fresh();
          signIns.tidy(place, old -> old.expiresAt().plus(KEPT).isBefore(now)).join();
          signIns
              .put(
                  place,
                  id,
                  new SignIn(email, Codes.hash(code), 0, now, now.plus(VALID), Optional.empty()))
              .join();
          codes.send(email, code, VALID);
          return Answers.ok()
              .put("intent_id", id)
              .put("grant_id", "")
              .put("expires_in", VALID.toSeconds());
        });
  }

  /// Takes the code. The answer has the person's key.
  CompletableFuture<ObjectNode> verify(String id, String code) {
    requireReady();
    return queued(() -> person(id, code)).thenCompose(sessions::open);
  }

  private Grant.Approval person(String id, String code) {
    Workspace place = place();
    SignIn signIn =
        signIns
            .get(place, id)
            .orElseThrow(() -> Refused.notFound("a sign-in's id", "there is no such sign-in"));
    requireOpen(signIn);
    requireAllowed(signIn.email());
    SignIn tried = signIn.tried();
    signIns.put(place, id, tried).join();
    if (!Codes.matches(code, signIn.codeHash())) {
      throw Refused.invalid(
          "the code that was sent",
          "it is another one; tries left: " + (ATTEMPTS_MAX - tried.attempts()));
    }
    signIns.put(place, id, tried.used(clock.instant())).join();
    return new Grant.Approval(
        place.org(),
        place.name(),
        Principal.Kind.PERSON,
        signIn.email(),
        Set.of(Scope.INITIATOR, Scope.APPROVER),
        settings.held());
  }

  private void requireOpen(SignIn signIn) {
    if (signIn.usedAt().isPresent()) {
      throw new Refused(
          Problem.of(
              409, "code_used", "expected a code that is fresh, but this one has been used"));
    }
    if (!signIn.open(clock.instant())) {
      throw new Refused(
          Problem.of(
              410,
              "code_expired",
              "expected a code that is good, but it ended at " + signIn.expiresAt()));
    }
    if (signIn.attempts() >= ATTEMPTS_MAX) {
      throw new Refused(
          Problem.of(
              410,
              "too_many_attempts",
              "expected at most " + ATTEMPTS_MAX + " tries, but they are used up: sign in anew"));
    }
  }

  private void requireAllowed(String email) {
    requireReady();
    if (!settings.anybody()) {
      throw new Refused(
          Problem.of(
              403,
              "login_disabled",
              "expected e-mail addresses that may sign in, but the operator has set none:"
                  + " assent.gateway.login.emails (ASSENT_GATEWAY_LOGIN_EMAILS) is empty. With an"
                  + " API key there is no need to sign in"));
    }
    if (!settings.allows(email)) {
      throw new Refused(
          Problem.of(
              403,
              "not_allowed",
              "expected an e-mail address of assent.gateway.login.emails, but this one is not"
                  + " among them"));
    }
  }

  private void requireFewOpen(Workspace place, String email, Instant now) {
    long open =
        signIns.all(place).stream()
            .filter(one -> one.email().equals(email) && one.open(now))
            .count();
    if (open >= OPEN_PER_EMAIL_MAX) {
      throw new Refused(
          new Problem(
              429,
              "too_many_codes",
              "expected at most "
                  + OPEN_PER_EMAIL_MAX
                  + " open codes for one address, but they are sent: use one, or wait",
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

  private Workspace place() {
    return settings.place();
  }

  private <T> CompletableFuture<T> queued(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, oneByOne);
  }
}
