package dev.assent.notifier;

import dev.assent.notifier.stream.Feed;
import java.util.List;
import java.util.function.Predicate;

/// The channels that run in this instance.
record RunningChannels(List<Feed> feeds) implements AutoCloseable {
  RunningChannels {
    feeds = List.copyOf(feeds);
  }

  List<String> notReady() {
    return feeds.stream().filter(Predicate.not(Feed::ready)).map(Feed::name).toList();
  }

  /// Partitions in which nobody is told any more, with their channel.
  List<String> standing() {
    return feeds.stream()
        .flatMap(feed -> feed.standing().stream().map(one -> feed.name() + ": " + one))
        .toList();
  }

  @Override
  public void close() {
    feeds.forEach(Feed::close);
  }
}
