package dev.assent.door;

import dev.assent.contract.Advice;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.CommandId;
import dev.assent.contract.Door;
import dev.assent.contract.Event;
import dev.assent.contract.Happened;
import dev.assent.contract.Hash;
import dev.assent.contract.IntentId;
import dev.assent.contract.Principal;
import dev.assent.contract.Result;
import dev.assent.contract.Scope;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Values that the tests of this package share.
final class Samples {
  static final Workspace WORKSPACE = new Workspace("acme", "prod");
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Principal SERVICE =
      new Principal(
          Principal.Kind.SERVICE,
          "billing",
          WORKSPACE,
          Set.of(Scope.INITIATOR),
          Set.of(),
          "api_key:ak_1",
          Optional.empty());

  /// No record of anything.
  static final byte[] UNREADABLE = {1, 2, 3};

  private Samples() {}

  static Asked handOff(CommandId id, IntentId intent, Optional<Hash> body) {
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

  static Asked handOff() {
    return handOff(Idempotency.newCommand(), Idempotency.newIntent(), Optional.empty());
  }

  static Result accepted(Asked asked, int seq) {
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
  static Happened happened(IntentId intent, int seq) {
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
