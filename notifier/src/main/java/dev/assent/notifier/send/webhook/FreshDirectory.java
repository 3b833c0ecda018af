package dev.assent.notifier.send.webhook;

import dev.assent.door.KafkaDirectory;
import dev.assent.wire.Connection;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Makes sure that a subscription which was answered before something happened is known when that
/// is told: the directory is read to its end after the batch was polled that the records come in,
/// and once is enough for all of them.
final class FreshDirectory implements Runnable, AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final Connection connection;
  private final KafkaDirectory directory;
  private @Nullable Admin admin;
  private Batch known = new Batch(0, -1);

  /// A batch of one stream thread; another that takes its place counts anew.
  private record Batch(long thread, long number) {}

  FreshDirectory(Connection connection, KafkaDirectory directory) {
    this.connection = connection;
    this.directory = directory;
  }

  /// @throws KafkaException when the end is not reached in time: the record is read again then
  @Override
  public synchronized void run() {
    Batch polled = new Batch(Thread.currentThread().threadId(), PolledBatches.count());
    if (polled.equals(known)) {
      return;
    }
    if (admin == null) {
      admin = Admin.create(connection.clientProperties());
    }
    directory.catchUp(admin, WITHIN);
    known = polled;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
