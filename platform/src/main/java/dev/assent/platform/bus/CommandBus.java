package dev.assent.platform.bus;

import dev.assent.contract.Asked;
import dev.assent.contract.Result;
import java.util.concurrent.CompletableFuture;

/// Sends a command and awaits its committed result.
public interface CommandBus {
  /// Sends the command (its `answerTo` is set here). The future ends with the committed result, or
  /// with a [CommandTimeoutException] when none came in time: then the outcome is unknown to the
  /// door, and asking again with the same idempotency key is safe.
  CompletableFuture<Result> send(Asked asked);
}
