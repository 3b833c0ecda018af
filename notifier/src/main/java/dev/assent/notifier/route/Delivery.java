package dev.assent.notifier.route;

import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Recipient;

/// One message on its way over one channel to one address.
///
/// @param recipient who is told there
/// @param address in the channel's own words, for example a mail address
public record Delivery(Message message, String channel, Recipient recipient, String address) {

  /// The same for every attempt at the same delivery, and for no other: a receiver that gets it
  /// twice can tell.
  public String dedupeKey() {
    return message.intent() + "/" + message.seq() + "/" + channel + "/" + recipient;
  }
}
