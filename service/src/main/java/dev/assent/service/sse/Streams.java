package dev.assent.service.sse;

import dev.assent.contract.value.Limits;
import java.time.Duration;
import java.util.Map;
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
  private final Bounds bounds;
  private final Duration silenceMax;
  private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> perOwner = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private volatile boolean stopping;

  public Streams(Bounds bounds) {
    this(bounds, Limits.STREAM_SILENCE_MAX);
  }

  /// @param silenceMax after so long without an event a comment tells that the stream lives
  Streams(Bounds bounds, Duration silenceMax) {
    this.bounds = bounds;
    this.silenceMax = silenceMax;
    timer.setRemoveOnCancelPolicy(true);
  }

  /// How many streams may be open at a time. Requests that come in at the same moment may go beyond
  /// a bound by their own number.
  ///
  /// @param perOwner of one key: so no client takes the streams of all others
  public record Bounds(int all, int perOwner) {
    public Bounds {
      if (all < 1 || perOwner < 1) {
        throw new IllegalArgumentException(
            "expected bounds of at least 1, but got " + all + " and " + perOwner);
      }
    }
  }

  /// Which bound one more stream of an owner would break.
  public enum Room {
    FREE,
    OWNER_HAS_ALL,
    FULL
  }

  public Room room(String owner) {
    if (open.size() >= bounds.all()) {
      return Room.FULL;
    }
    return perOwner.getOrDefault(owner, 0) >= bounds.perOwner() ? Room.OWNER_HAS_ALL : Room.FREE;
  }

  public Bounds bounds() {
    return bounds;
  }

  /// Who reads a stream.
  ///
  /// @param owner whose key it is: counts its streams
  public record Client(String owner, Outlet outlet) {}

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
  public Publisher<byte[]> of(Client client, Source source, long cursor, Ending ending) {
    return subscriber -> {
      OpenStream stream = new OpenStream(this, client, source, cursor, ending, subscriber);
      perOwner.merge(client.owner(), 1, Integer::sum);
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

  Duration silenceMax() {
    return silenceMax;
  }

  ScheduledFuture<?> every(Duration pause, Runnable task) {
    return timer.scheduleAtFixedRate(
        task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  void ended(OpenStream stream) {
    if (open.remove(stream)) {
      perOwner.computeIfPresent(stream.owner(), (_, count) -> count > 1 ? count - 1 : null);
    }
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
