package dev.assent.gateway.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.gateway.catalogue.Codes;
import dev.assent.gateway.catalogue.CodesSent;
import dev.assent.gateway.catalogue.Grant;
import dev.assent.gateway.catalogue.SignIn;
import dev.assent.gateway.documents.Catalogues;
import dev.assent.gateway.documents.Documents;
import dev.assent.gateway.edge.Answers;
import dev.assent.gateway.edge.ClientAddresses;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.http.GrowingWaits;
import dev.assent.platform.http.Problem;
import dev.assent.platform.views.ViewUnavailableException;
import dev.assent.service.edge.Refused;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Signing in with an e-mail address and a code (contract section 2.11). Whoever asks is unknown,
/// so everything here is scarce: only allowed addresses get a code, each the less often the more
/// were sent in vain, few tries per code, and each party that asks waits longer and longer. Which
/// addresses are allowed is not told, by no answer and not by the time that it takes.
@Singleton
final class SignIns {
  static final Duration VALID = Duration.ofMinutes(10);

  /// Of a million codes. A try is written down before it is looked at, and a gateway looks at one
  /// after the other; two gateways may each grant one that the other has not seen.
  private static final int ATTEMPTS_MAX = 5;

  /// Of one account: thirteen codes fit into a day, so 65 tries.
  private static final GrowingWaits.Scale CODES =
      new GrowingWaits.Scale(3, Duration.ofMinutes(1), Duration.ofHours(12), CodesSent.QUIET);

  /// Of one party, be it a code that is asked for or one that is tried.
  private static final GrowingWaits.Scale REQUESTS =
      new GrowingWaits.Scale(
          20, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(10));

  /// Requests that wait for the one thread; each takes about a tenth of a second.
  private static final int QUEUED_MAX = 100;

  /// How long a code is kept once it is over.
  private static final Duration KEPT = Duration.ofHours(1);

  /// What a code is compared to where none was sent, so that it takes as long.
  private static final String NO_CODE = Codes.hash(Codes.fresh());

  private final Documents<SignIn> signIns;
  private final Documents<CodesSent> sent;
  private final Directory directory;
  private final LoginSettings settings;
  private final SignInCodes codes;
  private final Sessions sessions;
  private final Clock clock;
  private final GrowingWaits requests = new GrowingWaits(REQUESTS);
  private final Semaphore queue = new Semaphore(QUEUED_MAX);

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
    this.sent = catalogues.codesSent();
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

  /// Sends a code, if there is one to send. The answer has the id to come back with, and is the
  /// same for every address.
  ///
  /// @param party who asks, as [ClientAddresses] tells them apart
  CompletableFuture<ObjectNode> begin(String address, String party) {
    String email = address.strip().toLowerCase(Locale.ROOT);
    requireOpen(party);
    String id = UUID.randomUUID().toString();
    return paced(
        () -> {
          if (settings.allows(email)) {
            send(id, email, party);
          }
          return Answers.ok()
              .put("intent_id", id)
              .put("grant_id", "")
              .put("expires_in", VALID.toSeconds());
        });
  }

  private void send(String id, String email, String party) {
    Instant now = clock.instant();
    Workspace place = place();
    String count = count(email, party);
    CodesSent before = sent.get(place, count).orElse(new CodesSent(email, 0, now));
    Duration wait = CODES.after(before.counted(now));
    if (before.counted(now) > 0 && now.isBefore(before.lastAt().plus(wait))) {
      codes.heldBack(email, before.lastAt().plus(wait));
      return;
    }
    String code = Codes.fresh();
    signIns.tidy(place, old -> old.expiresAt().plus(KEPT).isBefore(now)).join();
    sent.tidy(place, old -> old.over(now)).join();
    sent.put(place, count, before.another(now)).join();
    signIns
        .put(
            place,
            id,
            new SignIn(email, Codes.hash(code), 0, now, now.plus(VALID), Optional.empty()))
        .join();
    codes.send(email, code, VALID);
  }

  /// Which count a code belongs to: that of the place, if somebody has signed in from there.
  private String count(String email, String party) {
    String here = CodesSent.at(email, party);
    return sent.get(place(), here).isPresent() ? here : CodesSent.anywhere(email);
  }

  /// Takes the code. The answer has the person's key. Whatever is wrong, the answer is the same.
  CompletableFuture<ObjectNode> verify(String id, String code, String party) {
    requireOpen(party);
    return paced(() -> person(id, code, party)).thenCompose(sessions::open);
  }

  private Grant.Approval person(String id, String code, String party) {
    Workspace place = place();
    Instant now = clock.instant();
    Optional<SignIn> good =
        signIns
            .get(place, id)
            .filter(one -> one.open(now) && one.attempts() < ATTEMPTS_MAX)
            .filter(one -> settings.allows(one.email()))
            .map(SignIn::tried);
    good.ifPresent(tried -> signIns.put(place, id, tried).join());
    boolean right = Codes.matches(code, good.map(SignIn::codeHash).orElse(NO_CODE));
    if (good.isEmpty() || !right) {
      throw Refused.invalid(
          "the code that was sent, within "
              + VALID.toMinutes()
              + " minutes and "
              + ATTEMPTS_MAX
              + " tries",
          "this is not it, or no longer: if it does not help to look again, sign in anew");
    }
    SignIn signIn = good.get();
    signIns.put(place, id, signIn.used(now)).join();
    String email = signIn.email();
    sent.remove(place, count(email, party)).join();
    sent.put(place, CodesSent.at(email, party), new CodesSent(email, 0, now)).join();
    return new Grant.Approval(
        place.org(),
        place.name(),
        Principal.Kind.PERSON,
        email,
        Set.of(Scope.INITIATOR, Scope.APPROVER),
        settings.held());
  }

  /// @throws Refused when this party has to wait, or nobody can sign in at all
  private void requireOpen(String party) {
    if (!directory.ready()) {
      throw new ViewUnavailableException(
          "expected the directory to be read, but the gateway is still starting");
    }
    if (!settings.anybody()) {
      throw new Refused(
          Problem.of(
              403,
              "login_disabled",
              "expected e-mail addresses that may sign in, but the operator has set none:"
                  + " assent.gateway.login.emails (ASSENT_GATEWAY_LOGIN_EMAILS) is empty. With an"
                  + " API key there is no need to sign in"));
    }
    requests
        .ask(party, clock.instant())
        .ifPresent(
            wait -> {
              throw new Refused(
                  new Problem(
                      429,
                      "too_many_requests",
                      "expected fewer requests to sign in from one address, but there were "
                          + REQUESTS.free()
                          + " and more of late",
                      Map.of(),
                      Optional.of(wait.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS))));
            });
  }

  private Workspace place() {
    return settings.place();
  }

  /// Does the work in its turn, and never answers sooner than others are answered.
  private <T> CompletableFuture<T> paced(Supplier<T> work) {
    if (!queue.tryAcquire()) {
      throw new Refused(
          Problem.tooMany(
              503,
              "busy",
              "expected at most " + QUEUED_MAX + " requests to sign in at a time, but they wait"));
    }
    CompletableFuture<T> done =
        CompletableFuture.supplyAsync(work, oneByOne).whenComplete((_, _) -> queue.release());
    CompletableFuture<Void> pace = new CompletableFuture<>();
    pace.completeOnTimeout(null, settings.answerAfter().toMillis(), TimeUnit.MILLISECONDS);
    return pace.thenCompose(_ -> done);
  }
}
