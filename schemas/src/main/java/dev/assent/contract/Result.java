package dev.assent.contract;

import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import java.time.Instant;
import java.util.Optional;

/// What is answered to one command, once it is committed.
public sealed interface Result {
  CommandId commandId();

  IntentId intent();

  /// It was done.
  ///
  /// @param seq the intent's last seq after it
  /// @param status the root's status after it
  /// @param createdAt when the intent was created
  /// @param generation of the intent's controls and policy after it, from 1
  /// @param again the same command had been answered before; this is that answer
  /// @param policy which policy, in which version, the intent runs under; empty when under none
  /// @param advice what the author of the request should know of it; of a repeat what was told the
  ///   first time
  record Accepted(
      CommandId commandId,
      IntentId intent,
      int seq,
      Status status,
      Instant createdAt,
      int generation,
      boolean again,
      Optional<Plan.PolicyRef> policy,
      Advice advice)
      implements Result {}

  /// It was refused; nothing changed.
  record Rejected(CommandId commandId, IntentId intent, Rejection rejection) implements Result {}
}
