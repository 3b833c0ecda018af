package dev.assent.notifier.stream.agent;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records of one partition that are under way, one after the other, on a thread of their own.
final class PartitionWork implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PartitionWork.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final Consumer<ConsumerRecord<byte[], byte[]>> each;
  private volatile long next;
  private volatile boolean over;
  private volatile boolean canceled;
  private long committed;

  /// @param each does all there is to do about a record; it is done with when it returns
  PartitionWork(
      List<ConsumerRecord<byte[], byte[]>> records, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    this.records = records;
    this.each = each;
    this.next = records.getFirst().offset();
    this.committed = next;
  }

  @Override
  public void run() {
    try {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (!untilDone(record)) {
          return;
        }
        next = record.offset() + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
    }
  }

  /// The broker or the registry may be away: a delivery is not passed over for that.
  private boolean untilDone(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    while (!canceled) {
      try {
        each.accept(record);
        return true;
      } catch (RuntimeException | Error e) {
        if (!canceled) {
          LOGGER
              .atWarn()
              .addKeyValue("topic", record.topic())
              .addKeyValue("offset", record.offset())
              .setCause(e)
              .log("A delivery cannot be posted or reported; trying again");
          Thread.sleep(PAUSE_AFTER_FAILURE);
        }
      }
    }
    return false;
  }

  /// The first offset that is not done with.
  long next() {
    return next;
  }

  /// Whether there is more to commit than when this was last asked. For the polling thread alone.
  boolean takeProgress() {
    long now = next;
    boolean more = now > committed;
    committed = now;
    return more;
  }

  boolean over() {
    return over;
  }

  /// Nothing is begun any more; what is under way ends.
  void cancel() {
    canceled = true;
  }
}
