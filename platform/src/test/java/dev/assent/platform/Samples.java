package dev.assent.platform;

import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.Status;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Hash;
import dev.assent.platform.bus.Idempotency;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Values that the tests of this package share.
public final class Samples {
  public static final Workspace WORKSPACE = new Workspace("acme", "prod");
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Principal SERVICE =
      new Principal(
          Principal.Kind.SERVICE,
          "billing",
          WORKSPACE,
          Set.of(Scope.INITIATOR),
          Set.of(),
          "api_key:ak_1",
          Optional.empty());

  /// No record of anything.
  public static final byte[] UNREADABLE = {1, 2, 3};

  private Samples() {}

  public static Asked handOff(CommandId id, IntentId intent, Optional<Hash> body) {
    return new Asked(
        id,
        intent,
        NOON,
        SERVICE,
        Door.GATEWAY,
        Optional.empty(),
        body,
        new Command.HandOff("vacation", Optional.empty()));
  }

  public static Asked handOff() {
    return handOff(Idempotency.newCommand(), Idempotency.newIntent(), Optional.empty());
  }

  public static Result accepted(Asked asked, int seq) {
    return new Result.Accepted(
        asked.commandId(),
        asked.target(),
        seq,
        Status.SUBMITTED,
        NOON,
        1,
        false,
        Optional.empty(),
        Advice.NONE);
  }

  /// One fact of an intent.
  public static Happened happened(IntentId intent, int seq) {
    return new Happened(
        intent,
        WORKSPACE,
        seq,
        NOON,
        SERVICE,
        Door.GATEWAY,
        Idempotency.newCommand(),
        Optional.empty(),
        List.of(new Event.IntentSubmitted()));
  }
}
