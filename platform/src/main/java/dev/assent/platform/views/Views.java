package dev.assent.platform.views;

import dev.assent.contract.id.IntentId;
import dev.assent.platform.kafka.Progress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// A running set of [View]s over the committed events.
public interface Views extends AutoCloseable {
  /// Done once everything that was committed on the events topic before this call is folded, by
  /// whichever door it came in: a read after it sees every write that was answered before it (ADR
  /// 0005).
  ///
  /// Fails with a [ViewUnavailableException] when that takes too long, or while the views start. It
  /// ends on a thread that may be blocked.
  CompletableFuture<Void> caughtUp();

  /// The same for what concerns one intent: it does not wait for partitions that the intent is not
  /// in.
  default CompletableFuture<Void> caughtUp(IntentId intent) {
    return caughtUp();
  }

  /// A view's store, for any thread; empty while the views start. Reading one that is closed
  /// meanwhile throws a [ViewUnavailableException].
  Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(String name);

  /// Whether everything that was there at start is folded, and what came since goes on.
  boolean ready();

  /// Partitions whose events are no longer folded.
  default List<Progress.Standing> standing() {
    return List.of();
  }

  /// How many offsets of the events are yet to be folded, as of a moment ago; empty when nobody
  /// knows ([Progress#behind]).
  default OptionalLong behind() {
    return OptionalLong.empty();
  }

  @Override
  void close();
}
