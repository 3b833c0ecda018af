package dev.assent.notifier.stream.webhook;

import dev.assent.platform.directory.KafkaDirectory;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/// Makes sure that a subscription which was answered before something happened is known when that
/// is told: the directory is read to its end after the batch was polled that the records come in,
/// and once is enough for all of them.
final class FreshDirectory implements Runnable {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final KafkaDirectory directory;
  private Batch known = new Batch(0, -1);

  /// A batch of one stream thread; another that takes its place counts anew.
  private record Batch(long thread, long number) {}

  FreshDirectory(KafkaDirectory directory) {
    this.directory = directory;
  }

  /// @throws KafkaException when the end is not reached in time: the record is read again then
  @Override
  public synchronized void run() {
    Batch polled = new Batch(Thread.currentThread().threadId(), PolledBatches.count());
    if (polled.equals(known)) {
      return;
    }
    directory.catchUp(WITHIN);
    known = polled;
  }
}
