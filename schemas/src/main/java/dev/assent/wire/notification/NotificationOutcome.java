package dev.assent.wire.notification;

import dev.assent.contract.id.IntentId;
import java.time.Instant;
import java.util.Optional;

/// What came of one message to one recipient over one channel.
///
/// @param dedupeKey the same for every attempt at the same message; also the record's key
/// @param intent whose fact the message tells of; empty when it is no intent's
/// @param seq of the fact that the message tells of; 0 when there is none
/// @param recipient a person, an agent, or a subscription's id
/// @param detail why it failed; empty when it was sent
public record NotificationOutcome(
    String dedupeKey,
    Optional<IntentId> intent,
    int seq,
    String channel,
    String recipient,
    Status status,
    int attempts,
    String detail,
    Instant at) {
  /// Sent, or given up.
  public enum Status {
    SENT,
    FAILED
  }
}
