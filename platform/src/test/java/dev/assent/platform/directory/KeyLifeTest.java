package dev.assent.platform.directory;

import static dev.assent.platform.Samples.NOON;
import static dev.assent.platform.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Limits;
import dev.assent.platform.keys.NewKey;
import dev.assent.platform.keys.Owners;
import dev.assent.platform.keys.SessionUses;
import dev.assent.wire.directory.DirectoryEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyLifeTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final MemoryDirectory directory = new MemoryDirectory(new Ticking());
  private final SessionUses uses = new SessionUses(directory, new Ticking());

  private final class Ticking extends Clock {
    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for another zone");
    }
  }

  private NewKey key(String owner) {
    return put(
        NewKey.create(
            "assent_test",
            WORKSPACE,
            Principal.Kind.PERSON,
            owner,
            Set.of(Scope.APPROVER),
            Set.of(),
            now.get()));
  }

  private NewKey session(String secret, Optional<String> madeWith) {
    return put(
        NewKey.session(
            secret,
            WORKSPACE,
            Principal.Kind.PERSON,
            "ann",
            Set.of(Scope.APPROVER),
            Set.of(),
            new DirectoryEntry.Key.Session(now.get().plus(Limits.SESSION_LIFE), madeWith),
            now.get()));
  }

  private NewKey put(NewKey key) {
    directory.put(key.entry()).join();
    return key;
  }

  private boolean good(NewKey key) {
    return directory.authenticate(key.secret(), Optional.empty()).isPresent();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void act(NewKey key, String method) {
    uses.asked(directory.authenticate(key.secret(), Optional.empty()).orElseThrow(), method);
  }

  @Test
  void aKeyThatIsNoSessionEndsByRevocationOnly() {
    NewKey key = key("ann");
    pass(Duration.ofDays(10_000));
    assertThat(good(key)).isTrue();
    directory.put(key.entry().revoked(now.get())).join();
    assertThat(good(key)).isFalse();
    assertThat(directory.over(key.entry().revoked(now.get())))
        .hasValue("it was revoked at " + now.get());
  }

  @Test
  void aSessionEndsWithTheKeyThatLetItInAndWithThatKeysMaker() {
    NewKey key = key("ann");
    NewKey one = session("1".repeat(43), Optional.of(key.entry().keyId()));
    NewKey two = session("2".repeat(43), Optional.of(one.entry().keyId()));
    assertThat(good(two)).isTrue();
    directory.put(key.entry().revoked(now.get())).join();
    assertThat(good(one)).isFalse();
    assertThat(good(two)).isFalse();
    assertThat(directory.over(two.entry()).orElseThrow())
        .isEqualTo(
            "it came from the key %s: it came from the key %s: it was revoked at %s"
                .formatted(one.entry().keyId(), key.entry().keyId(), NOON));
  }

  @Test
  void sessionsThatLetOneAnotherInLetNobodyIn() {
    NewKey one = session("1".repeat(43), Optional.of("ak_none"));
    NewKey two = session("2".repeat(43), Optional.of(one.entry().keyId()));
    put(session("1".repeat(43), Optional.of(two.entry().keyId())));
    assertThat(good(one)).isFalse();
    assertThat(good(two)).isFalse();
  }

  @Test
  void actingKeepsASessionUpToItsEndAndLookingDoesNot() {
    NewKey session = session("1".repeat(43), Optional.empty());
    pass(Limits.SESSION_IDLE.minusSeconds(1));
    act(session, "GET");
    act(session, "POST");
    pass(Limits.SESSION_IDLE.minusSeconds(1));
    assertThat(good(session)).isTrue();
    act(session, "HEAD");
    pass(Duration.ofSeconds(1));
    assertThat(good(session)).isFalse();
    assertThat(directory.over(session.entry()).orElseThrow()).startsWith("it has not been used");
  }

  @Test
  void aUseIsNotedAtMostOnceAnHour() {
    NewKey session = session("1".repeat(43), Optional.empty());
    act(session, "POST");
    assertThat(directory.all(DirectoryEntry.Document.class)).isEmpty();
    pass(Limits.SESSION_NOTED_EVERY);
    act(session, "POST");
    var noted = directory.all(DirectoryEntry.Document.class);
    assertThat(noted).hasSize(1);
    pass(Limits.SESSION_NOTED_EVERY.minusSeconds(1));
    act(session, "POST");
    assertThat(directory.all(DirectoryEntry.Document.class)).isEqualTo(noted);
  }

  @Test
  void aSessionFromBeforeItsEndWasKeptEndsAfterTheSameTime() {
    NewKey old =
        put(
            NewKey.create(
                "assent_login",
                WORKSPACE,
                Principal.Kind.PERSON,
                "ann",
                Set.of(Scope.APPROVER),
                Set.of(),
                DirectoryEntry.Key.SESSION,
                now.get()));
    assertThat(good(old)).isTrue();
    for (int days = 0; days < Limits.SESSION_LIFE.toDays() - 1; days++) {
      pass(Duration.ofDays(1));
      act(old, "POST");
    }
    assertThat(good(old)).isTrue();
    pass(Duration.ofDays(1));
    assertThat(good(old)).isFalse();
  }

  @Test
  void anOwnerThatIsEndedHasNoKeyUntilTheNextIsMade() {
    NewKey key = key("ann");
    NewKey session = session("1".repeat(43), Optional.empty());
    NewKey other = key("bob");
    assertThat(new Owners(directory).end(WORKSPACE, "ann", now.get()).join())
        .extracting(DirectoryEntry.Key::keyId)
        .containsExactlyInAnyOrder(key.entry().keyId(), session.entry().keyId());
    NewKey sameMoment = key("ann");
    assertThat(good(key)).isFalse();
    assertThat(good(session)).isFalse();
    assertThat(good(sameMoment)).as("what another door made in the same moment").isFalse();
    assertThat(good(other)).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(good(key("ann"))).isTrue();
  }
}
