package dev.assent.notifier.channel;

import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.route.Delivery;

/// A way to reach people: it puts a message into words and sends it once. It may wait: it runs on a
/// thread of its own, which is interrupted when an attempt takes too long. Whom a message goes to,
/// when it is tried again and when it is given up is decided outside.
public interface Channel {
  /// Names the consumer group and marks the outcomes: plain lower-case letters, digits and `-`.
  String name();

  /// What a delivery depends on beyond its own content, for example a server's name. Deliveries to
  /// one target go out one after the other; one that is slow or gone holds up no other.
  default String target(Delivery delivery) {
    return delivery.address();
  }

  /// Sends once and says what came of it. A channel that can tell a repeat from a new message by
  /// the [Delivery#dedupeKey] hands the key on.
  Outcome send(Delivery delivery);
}
