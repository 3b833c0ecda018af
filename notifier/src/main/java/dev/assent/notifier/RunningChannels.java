package dev.assent.notifier;

import dev.assent.notifier.send.ChannelStream;
import java.util.List;
import java.util.function.Predicate;

/// The channels that run in this instance.
record RunningChannels(List<ChannelStream> streams) implements AutoCloseable {
  RunningChannels {
    streams = List.copyOf(streams);
  }

  List<String> notReady() {
    return streams.stream()
        .filter(Predicate.not(ChannelStream::ready))
        .map(ChannelStream::channel)
        .toList();
  }

  @Override
  public void close() {
    streams.forEach(ChannelStream::close);
  }
}
