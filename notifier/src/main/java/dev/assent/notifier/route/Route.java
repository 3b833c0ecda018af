package dev.assent.notifier.route;

import dev.assent.notifier.plan.Message;
import java.util.List;
import java.util.Set;

/// From a message to the deliveries of one channel. A function of its arguments and of what the
/// look-up answers.
///
/// @param channel its name
/// @param channels the names of all channels that run
/// @param lastResort whether this channel takes the messages that are meant for channels only that
///   do not run, so that none vanishes
public record Route(String channel, Set<String> channels, boolean lastResort, Reach reach) {
  public Route {
    channels = Set.copyOf(channels);
  }

  /// Nobody twice at one address.
  public List<Delivery> of(Message message) {
    if (!hears(message.channels())) {
      return List.of();
    }
    return message.to().stream()
        .flatMap(to -> reach.of(to, channel, message.urgency()).stream())
        .distinct()
        .map(found -> new Delivery(message, channel, found.whose(), found.address()))
        .toList();
  }

  private boolean hears(List<String> wanted) {
    return wanted.isEmpty()
        || wanted.contains(channel)
        || (lastResort && wanted.stream().noneMatch(channels::contains));
  }
}
