package dev.assent.notifier.outbox;

import dev.assent.wire.notification.NotificationOutcome;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// What one kind of delivery is to an [Outbox]: how its rows are told apart and read, how it is
/// sent, and what is put on record of it.
///
/// @param <T> a delivery, read from its row
public interface Trade<T> {
  /// How its deliveries are told apart. The keys' order is the lanes' order.
  ///
  /// @return the target whose lane it is in; empty for another's row in the same store
  Optional<UUID> target(Bytes key);

  /// @throws RuntimeException when it cannot be read
  T read(Bytes key, Bytes content);

  /// Sends once, and may wait.
  ///
  /// @param attempt from 1
  Outcome send(T delivery, int attempt);

  /// What is put on record of it.
  ///
  /// @param delivery empty when its row cannot be read
  NotificationOutcome outcome(Bytes key, Optional<T> delivery, Ended ended);

  /// Whether what is given up is kept as a dead letter.
  boolean buries();

  Lanes.Rules lanes();

  /// What came of a delivery in the end.
  ///
  /// @param detail why it failed; empty when it was sent
  record Ended(NotificationOutcome.Status status, int attempts, String detail) {}
}
