package dev.assent.bench.kafka;

import dev.assent.testing.kafka.TopicLog;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Hands on what comes on a topic, on a thread of its own. A broker that goes away and comes back
/// does not end it, nor does a registry.
public final class Follower<T> implements Closeable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final TopicLog<T> log;
  private final Consumer<TopicLog.Entry<T>> each;
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private Follower(String name, TopicLog<T> log, Consumer<TopicLog.Entry<T>> each) {
    this.log = log;
    this.each = each;
    this.thread = Thread.ofPlatform().name("follow-" + name).daemon().unstarted(this::run);
  }

  /// @param log belongs to the follower from now on
  /// @param each must not wait
  public static <T> Follower<T> start(
      String name, TopicLog<T> log, Consumer<TopicLog.Entry<T>> each) {
    Follower<T> follower = new Follower<>(name, log, each);
    follower.thread.start();
    return follower;
  }

  private void run() {
    try (log) {
      while (!closed) {
        log.poll(this::handOn);
      }
    } catch (RuntimeException e) {
      broken.completeExceptionally(e);
    }
  }

  /// A registry that is away for a while loses no record.
  private void handOn(TopicLog.Entry<T> entry) {
    while (!closed) {
      try {
        each.accept(entry);
        return;
      } catch (RegistryUnavailableException _) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /// Ends with the cause when the topic cannot be followed any more; never ends well.
  public CompletableFuture<Void> broken() {
    return broken;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
