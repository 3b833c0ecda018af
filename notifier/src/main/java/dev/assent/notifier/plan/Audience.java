package dev.assent.notifier.plan;

import java.util.List;
import java.util.Set;

/// For which channel a plan is made.
///
/// @param channel its name
/// @param channels the names of all channels that run
/// @param lastResort whether this channel takes the messages that are meant for channels only that
///   do not run, so that none vanishes
public record Audience(String channel, Set<String> channels, boolean lastResort) {
  public Audience {
    channels = Set.copyOf(channels);
  }

  /// @param wanted the channels a step names; none means every channel
  boolean hears(List<String> wanted) {
    return wanted.isEmpty()
        || wanted.contains(channel)
        || (lastResort && wanted.stream().noneMatch(channels::contains));
  }
}
