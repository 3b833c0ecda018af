package dev.assent.door;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer on a platform thread of its own, polled until it is closed. A poll that fails is
/// logged and tried again: a broker that restarts is nothing special. It is a platform thread, as a
/// virtual one that blocks in class loading can starve the carriers of a small machine.
final class PollLoop implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecords<byte[], byte[]>> each;
  private final Thread thread;
  private volatile boolean closed;

  private PollLoop(
      String name,
      KafkaConsumer<byte[], byte[]> consumer,
      Consumer<ConsumerRecords<byte[], byte[]>> each) {
    this.consumer = consumer;
    this.each = each;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /// @param consumer already assigned and sought; it belongs to the loop from now on
  /// @param each gets every batch; it must not block
  static PollLoop start(
      String name,
      KafkaConsumer<byte[], byte[]> consumer,
      Consumer<ConsumerRecords<byte[], byte[]>> each) {
    PollLoop loop = new PollLoop(name, consumer, each);
    loop.thread.start();
    return loop;
  }

  boolean running() {
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
      each.accept(consumer.poll(POLL));
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
