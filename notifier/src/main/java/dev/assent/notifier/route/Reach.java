package dev.assent.notifier.route;

import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Recipient;
import java.util.List;

/// Where those are reached who are to be told: the people behind a role, what they prefer, their
/// addresses. A look-up at one moment; what it answers is kept with the delivery.
@FunctionalInterface
public interface Reach {
  /// Whoever watches a channel is reached there by the name that the facts have for them.
  Reach BY_NAME = (recipient, _, _) -> List.of(new Address(recipient, recipient.toString()));

  /// @param whose a person, or the recipient itself where nobody is known behind it
  /// @param address in the channel's own words
  record Address(Recipient whose, String address) {}

  /// @return none where nobody is to be told over this channel
  List<Address> of(Recipient recipient, String channel, Message.Urgency urgency);
}
