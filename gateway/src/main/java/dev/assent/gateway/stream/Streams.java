package dev.assent.gateway.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/// All open streams: a few threads and one timer for as many clients as there are.
public final class Streams implements AutoCloseable {
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("assent-streams-", 0).daemon().factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("assent-streams-timer").daemon().factory());
  private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private volatile boolean stopping;

  public Streams() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /// How a stream ends.
  ///
  /// @param held how long it is held open
  /// @param endAfterBatch end as soon as something was sent: clients that read a whole body before
  ///   they look at it need that (contract section 0.1)
  public record Ending(Duration held, boolean endAfterBatch) {}

  /// A stream of text chunks that starts when it is subscribed to. What is not yet asked for by the
  /// reader is not kept: it is read from the source when it is.
  ///
  /// @param cursor the last seq that the client has seen
  public Publisher<byte[]> of(Source source, long cursor, Ending ending) {
    return subscriber -> {
      OpenStream stream = new OpenStream(this, source, cursor, ending, subscriber);
      open.add(stream);
      stream.start();
      if (stopping) {
        stream.end();
      }
    };
  }

  void execute(Runnable task) {
    workers.execute(task);
  }

  ScheduledFuture<?> after(Duration delay, Runnable task) {
    return timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  void ended(OpenStream stream) {
    open.remove(stream);
    ifAllEnded();
  }

  /// How many streams are open.
  public int count() {
    return open.size();
  }

  /// Ends every stream, also those that begin later. Done once all have ended.
  public CompletableFuture<Void> endAll() {
    stopping = true;
    open.forEach(OpenStream::end);
    ifAllEnded();
    return allEnded;
  }

  private void ifAllEnded() {
    if (stopping && open.isEmpty()) {
      allEnded.complete(null);
    }
  }

  @Override
  public void close() {
    var _ = endAll();
    timer.shutdownNow();
    workers.shutdown();
  }
}
