package dev.assent.platform.bus;

import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Puts a request into its envelope: time, ids, who and through which door. Time is cut to whole
/// microseconds, as the wire carries it.
public record Stamp(Clock clock, Door door) {

  /// An idempotency key as a door received it.
  ///
  /// @param endpoint a stable name of what is asked; part of the key
  /// @param body the hash of the canonical request, which must be the same when the key comes again
  public record Key(String endpoint, String key, Hash body) {}

  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /// A new intent.
  public Asked submit(Principal actor, Command.Submit submit) {
    return asked(
        Idempotency.newCommand(), Idempotency.newIntent(), actor, Optional.empty(), submit);
  }

  /// The intent that belongs to the key.
  public Asked submit(Principal actor, Command.Submit submit, Key key) {
    IntentId intent = Idempotency.submit(actor, key.endpoint(), key.key());
    CommandId command = Idempotency.command(actor, key.endpoint(), intent, key.key());
    return asked(command, intent, actor, Optional.of(key.body()), submit);
  }

  /// Anything else about an intent that exists.
  public Asked ask(Principal actor, IntentId target, Command.Request request) {
    return asked(Idempotency.newCommand(), target, actor, Optional.empty(), request);
  }

  public Asked ask(Principal actor, IntentId target, Command.Request request, Key key) {
    CommandId command = Idempotency.command(actor, key.endpoint(), target, key.key());
    return asked(command, target, actor, Optional.of(key.body()), request);
  }

  private Asked asked(
      CommandId id, IntentId target, Principal actor, Optional<Hash> body, Command command) {
    return new Asked(id, target, now(), actor, door, Optional.empty(), body, command);
  }
}
