package dev.assent.platform.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer on a platform thread of its own, polled until it is closed. A poll that fails is
/// logged and tried again: a broker that restarts is nothing special. A batch that fails comes
/// again, whole: nothing is passed over. It is a platform thread, as a virtual one that blocks in
/// class loading can starve the carriers of a small machine.
public final class PollLoop implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Each each;
  private final Thread thread;
  private volatile boolean closed;

  /// Gets every batch, at least once; it must not block.
  @FunctionalInterface
  public interface Each {
    void accept(ConsumerRecords<byte[], byte[]> batch);
  }

  private PollLoop(String name, Consumer<byte[], byte[]> consumer, Each each) {
    this.consumer = consumer;
    this.each = each;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /// @param consumer already assigned and sought; it belongs to the loop from now on
  public static PollLoop start(String name, Consumer<byte[], byte[]> consumer, Each each) {
    PollLoop loop = new PollLoop(name, consumer, each);
    loop.thread.start();
    return loop;
  }

  public boolean running() {
    return thread.isAlive() && !closed;
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        pollOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pollOnce() throws InterruptedException {
    try {
      handOver(consumer.poll(POLL));
    } catch (WakeupException e) {
      if (!closed) {
        LOGGER.atWarn().setCause(e).log("Woken up without being closed");
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (!closed) {
        LOGGER.atWarn().setCause(e).log("Poll failed; trying again");
        Thread.sleep(PAUSE_AFTER_FAILURE);
      }
    }
  }

  private void handOver(ConsumerRecords<byte[], byte[]> batch) {
    try {
      each.accept(batch);
    } catch (RuntimeException | Error e) {
      batch
          .partitions()
          .forEach(part -> consumer.seek(part, batch.records(part).getFirst().offset()));
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
