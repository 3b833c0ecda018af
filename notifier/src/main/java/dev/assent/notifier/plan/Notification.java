package dev.assent.notifier.plan;

import dev.assent.contract.id.IntentId;
import java.time.Instant;

/// One message to one recipient over one channel.
///
/// @param seq of the fact it tells of
/// @param recipient an assignee as text (`person:ada`, `role:sre_oncall`), `approvers of org/ws`
///   for a task that everybody may decide, or the address a notification step names
/// @param at when the fact happened
/// @param subject one short line
/// @param text the whole message, in one line
public record Notification(
    IntentId intent,
    int seq,
    String channel,
    String recipient,
    Instant at,
    Kind kind,
    String subject,
    String text) {

  /// What it tells.
  public enum Kind {
    OPENED,
    REMINDED,
    ESCALATED,
    DECIDED,
    EXPIRED,
    WITHDRAWN,
    MESSAGE
  }

  /// The same for every attempt at the same message, and for no other message: a receiver that gets
  /// it twice can tell.
  public String dedupeKey() {
    return intent + "/" + seq + "/" + channel + "/" + recipient;
  }
}
