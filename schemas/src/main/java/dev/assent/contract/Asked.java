package dev.assent.contract;

import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A command in its envelope: everything the decider may know besides the intent's state. Time, ids
/// and chance enter here, stamped by the door.
///
/// @param target the intent it speaks of: a root, or a step intent of it
/// @param answerTo the results partition on which the door waits; empty when nobody waits
/// @param body present when the caller sent an idempotency key: then `commandId` is derived from
///   the key, and this is the hash of the request, which must be the same when the key comes again
/// @param requestId the key of the answer for a producer on a public topic
/// @param expectedGeneration which generation of the intent's controls and policy the caller knows;
///   in another the command is refused
/// @param advice what its author is told with the answer
public record Asked(
    CommandId commandId,
    IntentId target,
    Instant at,
    Principal actor,
    Door door,
    Optional<Integer> answerTo,
    Optional<Hash> body,
    Optional<UUID> requestId,
    Optional<Integer> expectedGeneration,
    Command command,
    Advice advice) {

  /// What came through a door of ours.
  public Asked(
      CommandId commandId,
      IntentId target,
      Instant at,
      Principal actor,
      Door door,
      Optional<Integer> answerTo,
      Optional<Hash> body,
      Command command) {
    this(
        commandId,
        target,
        at,
        actor,
        door,
        answerTo,
        body,
        Optional.empty(),
        Optional.empty(),
        command,
        Advice.NONE);
  }

  /// The same, asked by a door that waits for the answer on this partition.
  public Asked answeredOn(int partition) {
    return new Asked(
        commandId,
        target,
        at,
        actor,
        door,
        Optional.of(partition),
        body,
        requestId,
        expectedGeneration,
        command,
        advice);
  }

  /// The same, asked by a producer that looks for its answer under this key.
  public Asked answeredUnder(UUID key) {
    return new Asked(
        commandId,
        target,
        at,
        actor,
        door,
        answerTo,
        body,
        Optional.of(key),
        expectedGeneration,
        command,
        advice);
  }

  public Asked expecting(Optional<Integer> generation) {
    return new Asked(
        commandId, target, at, actor, door, answerTo, body, requestId, generation, command, advice);
  }

  /// The same, with what its author is told.
  public Asked advised(Advice more) {
    return new Asked(
        commandId,
        target,
        at,
        actor,
        door,
        answerTo,
        body,
        requestId,
        expectedGeneration,
        command,
        more);
  }

  public static Asked timer(
      CommandId id, IntentId root, Instant at, Workspace workspace, Timer timer) {
    return new Asked(
        id,
        root,
        at,
        Principal.system(workspace),
        Door.TIMER,
        Optional.empty(),
        Optional.empty(),
        new Command.FireTimer(timer));
  }
}
