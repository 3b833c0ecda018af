package dev.assent.service.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.Asked;
import dev.assent.contract.Command;
import dev.assent.contract.Door;
import dev.assent.contract.Result;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import dev.assent.platform.bus.CommandBus;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.intake.Advised;
import dev.assent.wire.json.CanonicalJson;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Asks the processor, and ends with what it committed, or with a [Refused].
@Singleton
@Requires(beans = CommandBus.class)
public final class Commands {
  private final CommandBus bus;
  private final Stamp stamp;

  /// @param door which one this is: the trail says through which a decision came
  Commands(CommandBus bus, Clock clock, Door door) {
    this.bus = bus;
    this.stamp = new Stamp(clock, door);
  }

  /// An idempotency key with what must be the same when it comes again.
  ///
  /// @param endpoint a stable name of what is asked
  public static Optional<Stamp.Key> key(Optional<String> key, String endpoint, JsonNode request) {
    return key.map(k -> new Stamp.Key(endpoint, k, Hash.of(CanonicalJson.of(request))));
  }

  public CompletableFuture<Result.Accepted> submit(
      Principal actor, Advised submit, Optional<Stamp.Key> key) {
    return send(submission(actor, submit.command(), key).advised(submit.advice()));
  }

  public CompletableFuture<Result.Accepted> submit(
      Principal actor, Command.Submit submit, Optional<Stamp.Key> key) {
    return send(submission(actor, submit, key));
  }

  private Asked submission(Principal actor, Command.Submit submit, Optional<Stamp.Key> key) {
    return key.map(k -> stamp.submit(actor, submit, k))
        .orElseGet(() -> stamp.submit(actor, submit));
  }

  public CompletableFuture<Result.Accepted> ask(
      Principal actor, IntentId target, Command.Request request, Optional<Stamp.Key> key) {
    return ask(actor, target, request, Optional.empty(), key);
  }

  /// @param generation which generation of the intent's policy the caller knows
  public CompletableFuture<Result.Accepted> ask(
      Principal actor,
      IntentId target,
      Command.Request request,
      Optional<Integer> generation,
      Optional<Stamp.Key> key) {
    return send(
        key.map(k -> stamp.ask(actor, target, request, k))
            .orElseGet(() -> stamp.ask(actor, target, request))
            .expecting(generation));
  }

  private CompletableFuture<Result.Accepted> send(Asked asked) {
    return bus.send(asked)
        .thenApply(
            result ->
                switch (result) {
                  case Result.Accepted accepted -> accepted;
                  case Result.Rejected rejected -> throw Refused.by(rejected.rejection());
                });
  }
}
