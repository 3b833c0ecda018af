package dev.assent.wire;

import dev.assent.contract.IntentId;
import java.time.Instant;

/// What came of one message to one person over one channel.
///
/// @param dedupeKey the same for every attempt at the same message; also the record's key
/// @param seq of the fact that the message tells of
/// @param detail why it failed; empty when it was sent
public record NotificationOutcome(
    String dedupeKey,
    IntentId intent,
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
