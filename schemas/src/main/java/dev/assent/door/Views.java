package dev.assent.door;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// A running set of [View]s over the committed events.
public interface Views extends AutoCloseable {
  /// Done once everything that was committed on the events topic before this call is folded, by
  /// whichever door it came in: a read after it sees every write that was answered before it (ADR
  /// 0005).
  CompletableFuture<Void> caughtUp();

  /// The store over all partitions this instance holds; empty while it is starting or restoring.
  Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(String name);

  boolean ready();

  @Override
  void close();
}
