package dev.assent.platform.views;

import dev.assent.platform.deadletters.DeadLetters;
import dev.assent.platform.streams.DamagedStoreException;
import dev.assent.platform.streams.StreamsDefaults;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps views running. The thread of a global store cannot be replaced, so when it fails the whole
/// Kafka Streams instance is made anew, over what its disk has.
final class ViewRunner implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ViewRunner.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Connection connection;
  private final Wire wire;
  private final String name;
  private final List<Supplier<View>> views;
  private final int partitions;
  private final DeadLetters deadLetters;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Instance running;
  private @Nullable Instance current;

  ViewRunner(
      Connection connection,
      Wire wire,
      String name,
      List<Supplier<View>> views,
      int partitions,
      DeadLetters deadLetters) {
    this.connection = connection;
    this.wire = wire;
    this.name = name;
    this.views = List.copyOf(views);
    this.partitions = partitions;
    this.deadLetters = deadLetters;
    this.thread = Thread.ofPlatform().name("assent-views-" + name).daemon().unstarted(this::run);
  }

  /// One Kafka Streams instance with its views, from start to failure.
  ///
  /// @param over completed when it has failed, or is to end
  private record Instance(
      KafkaStreams streams,
      OpenViews views,
      Positions positions,
      CompletableFuture<Optional<Throwable>> over) {
    /// Also while it starts: what it has yet to fold is left for the next start.
    void end() {
      over.complete(Optional.empty());
      streams.close(CLOSE);
    }
  }

  void start() {
    thread.start();
  }

  /// How far the views are, while everything that was there at start is folded; empty while they
  /// start.
  Optional<Positions> positions() {
    return Optional.ofNullable(running).map(Instance::positions);
  }

  /// @throws IllegalArgumentException when no view has such a store
  Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(String store) {
    Instance now = running;
    return now == null ? Optional.empty() : Optional.of(now.views().store(store));
  }

  private void run() {
    while (closed.getCount() > 0) {
      try {
        run(instance());
      } catch (RuntimeException e) {
        failed(e); // it could not even be made: another process holds the folder, for example
      }
      pause();
    }
  }

  private void run(Instance instance) {
    beginning(instance);
    Optional<Throwable> failure;
    try {
      instance.streams().start(); // returns when all that was there is folded
      running = instance;
      failure = instance.over().join();
    } catch (RuntimeException e) {
      failure = instance.over().getNow(Optional.empty()).or(() -> Optional.of(e));
    } finally {
      running = null;
      instance.positions().close();
      instance.streams().close(CLOSE);
    }
    failure.ifPresent(ViewRunner::failed);
    failure.map(DamagedStoreException::in).ifPresent(_ -> drop(instance));
  }

  private void drop(Instance instance) {
    LOGGER
        .atError()
        .addKeyValue("views", name)
        .log(
            "The views' disk is damaged; it is emptied, and they are folded from all events again");
    instance.streams().cleanUp();
  }

  /// Nothing is begun after the end: the instance that comes too late ends at once.
  private synchronized void beginning(Instance instance) {
    current = instance;
    if (closed.getCount() == 0) {
      instance.end();
    }
  }

  private Instance instance() {
    String topic = connection.topics().events().name();
    Positions positions = new Positions(topic, partitions);
    CompletableFuture<Optional<Throwable>> over = new CompletableFuture<>();
    OpenViews opened =
        new OpenViews(
            wire.events(),
            views,
            positions,
            deadLetters,
            damage -> over.complete(Optional.of(damage)));
    KafkaStreams streams =
        StreamsDefaults.make(
            ViewTopology.build(topic, opened),
            ViewTopology.config(connection, connection.topicPrefix() + name, positions));
    streams.setUncaughtExceptionHandler(
        failure -> {
          over.complete(Optional.of(failure));
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setGlobalStateRestoreListener(positions);
    return new Instance(streams, opened, positions, over);
  }

  private static void failed(Throwable failure) {
    LOGGER.atError().setCause(failure).log("The views failed; they are started anew");
  }

  /// What fails at once again and again is not to keep a processor busy.
  private void pause() {
    try {
      var _ = closed.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed.countDown();
      Instance now = current;
      if (now != null) {
        now.end();
      }
    }
    try {
      var _ = thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
