package dev.assent.notifier.channel;

import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.plan.Notification;

/// A way to reach people. Each has a consumer group of its own, so that a slow one delays nobody
/// else.
public interface Channel {
  /// Names the consumer group and marks the outcomes: plain lower-case letters, digits and `-`.
  String name();

  /// Sends once and says what came of it. A channel that can tell a repeat from a new message by
  /// the [Notification#dedupeKey] hands the key on.
  Outcome send(Notification notification);
}
