package dev.assent.platform.bus;

import static dev.assent.platform.Samples.NOON;
import static dev.assent.platform.Samples.SERVICE;
import static dev.assent.platform.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  @Test
  void theSameKeyIsTheSameRootIntent() {
    IntentId first = Idempotency.submit(SERVICE, Idempotency.CREATE, "k1");
    assertThat(first).isEqualTo(Idempotency.submit(SERVICE, Idempotency.CREATE, "k1"));
    assertThat(first.isRoot()).isTrue();
    // Written out: an id that was handed out must never change.
    assertThat(first).hasToString("2307158c-d01e-854a-a77a-c585bdff0000");
  }

  @Test
  void anotherCallerEndpointWorkspaceOrKeyIsAnother() {
    Set<IntentId> ids = new HashSet<>();
    ids.add(Idempotency.submit(SERVICE, Idempotency.CREATE, "k1"));
    ids.add(Idempotency.submit(SERVICE, Idempotency.CREATE, "k2"));
    ids.add(Idempotency.submit(SERVICE, Idempotency.APPLY, "k1"));
    ids.add(Idempotency.submit(caller("shipping", WORKSPACE), Idempotency.CREATE, "k1"));
    ids.add(Idempotency.submit(caller("billing", elsewhere()), Idempotency.CREATE, "k1"));
    ids.add(Idempotency.submit(SERVICE, Idempotency.CREATE + "k", "1"));
    assertThat(ids).hasSize(6);
  }

  @Test
  void theSameKeyOnAnotherTargetIsAnotherCommand() {
    IntentId one = Idempotency.newIntent();
    IntentId other = Idempotency.newIntent();
    assertThat(Idempotency.command(SERVICE, "intents.resume", one, "k"))
        .isEqualTo(Idempotency.command(SERVICE, "intents.resume", one, "k"))
        .isNotEqualTo(Idempotency.command(SERVICE, "intents.resume", other, "k"))
        .isNotEqualTo(Idempotency.command(SERVICE, "intents.resolve", one, "k"));
  }

  @Test
  void aStampCutsTimeToWhatTheWireCarries() {
    Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00.123456789Z"), ZoneOffset.UTC);
    Stamp stamp = new Stamp(clock, Door.GATEWAY);
    IntentId intent = Idempotency.newIntent();
    Command.Request request = new Command.HandOff("lunch", Optional.empty());
    Stamp.Key key = new Stamp.Key("intents.resume", "k", Hash.of("body"));

    Asked asked = stamp.ask(SERVICE, intent, request, key);
    assertThat(asked.at()).isEqualTo(NOON.plusNanos(123_456_000));
    assertThat(asked.body()).hasValue(Hash.of("body"));
    assertThat(asked.door()).isEqualTo(Door.GATEWAY);
    assertThat(asked.commandId())
        .isEqualTo(stamp.ask(SERVICE, intent, request, key).commandId())
        .isNotEqualTo(stamp.ask(SERVICE, intent, request).commandId());
  }

  private static Workspace elsewhere() {
    return new Workspace("acme", "test");
  }

  private static Principal caller(String id, Workspace workspace) {
    return new Principal(
        Principal.Kind.SERVICE, id, workspace, Set.of(), Set.of(), "api_key:x", Optional.empty());
  }
}
