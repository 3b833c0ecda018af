package dev.assent.standalone.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;

/// What a controller that starts again still believes of its broker that was killed: that it lives,
/// and leads every partition, until its session is over.
///
/// Left to itself the broker then starts as the leader it was, begins to load its coordinators, is
/// fenced when the old session ends, and leads again a moment later. Kafka 4.3.1 takes the end of
/// the first load for the end of the second (CoordinatorRuntime's `CompleteLoad` looks at the state
/// and not at the epoch), serves the group from half of its log, and in the worst case gives it up
/// until the next start: every answer then waits for ever. So the controller is told that the old
/// broker is gone before the new one starts, which also spares the wait for the session (ADR 0025).
final class KilledBroker {
  private static final Duration FORGOTTEN_WITHIN = Duration.ofSeconds(30);
  private static final Duration TRY_EVERY = Duration.ofMillis(5);

  private KilledBroker() {}

  /// Whether the broker of this folder ran and did not end by itself: Kafka writes the second file
  /// as the last thing it does, and deletes it when it starts.
  static boolean was(Path folder) {
    return Files.exists(folder.resolve("__cluster_metadata-0"))
        && !Files.exists(folder.resolve(".kafka_cleanshutdown"));
  }

  /// Returns when the controller no longer knows it.
  ///
  /// @throws IllegalStateException when the controller is not active in time
  static void forget(Controller controller) {
    long deadline = System.nanoTime() + FORGOTTEN_WITHIN.toNanos();
    while (!tryToForget(controller)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "expected the controller to be active within "
                + FORGOTTEN_WITHIN.toSeconds()
                + " s, but it is not");
      }
      try {
        Thread.sleep(TRY_EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the controller starts", e);
      }
    }
  }

  private static boolean tryToForget(Controller controller) {
    try {
      controller
          .unregisterBroker(
              new ControllerRequestContext(
                  new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty()),
              BrokerSettings.NODE_ID)
          .join();
      return true;
    } catch (CompletionException e) {
      return switch (e.getCause()) {
        case BrokerIdNotRegisteredException _ -> true; // it was killed before it was registered
        case NotControllerException _ -> false; // not active yet
        case null, default -> throw e;
      };
    }
  }
}
