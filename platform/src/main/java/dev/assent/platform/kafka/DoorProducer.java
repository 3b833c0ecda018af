package dev.assent.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;

/// A producer that is made anew once the clock was set back. Kafka's own count by the wall clock:
/// one of before connects to no broker again until the clock has caught up, and brokers close what
/// is idle for ten minutes (ADR 0036). What it has under way is still sent.
///
/// For several threads. Every method may throw what the producer's own throws.
public final class DoorProducer implements AutoCloseable {
  private final Supplier<Producer<byte[], byte[]>> fresh;
  private final LongSupplier setBacks;
  private final Duration closeWithin;
  private Producer<byte[], byte[]> producer;
  private long setBacksBefore;
  private boolean closed;

  /// @param fresh makes one
  /// @param closeWithin how long one that is given up may still send
  public DoorProducer(Supplier<Producer<byte[], byte[]>> fresh, Duration closeWithin) {
    this(fresh, SteadyTime.SHARED::setBacks, closeWithin);
  }

  DoorProducer(
      Supplier<Producer<byte[], byte[]>> fresh, LongSupplier setBacks, Duration closeWithin) {
    this.fresh = fresh;
    this.setBacks = setBacks;
    this.closeWithin = closeWithin;
    this.setBacksBefore = setBacks.getAsLong();
    this.producer = fresh.get();
  }

  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback done) {
    return current().send(record, done);
  }

  public List<PartitionInfo> partitionsFor(String topic) {
    return current().partitionsFor(topic);
  }

  private synchronized Producer<byte[], byte[]> current() {
    long now = setBacks.getAsLong();
    if (now != setBacksBefore && !closed) {
      Producer<byte[], byte[]> old = producer;
      producer = fresh.get();
      setBacksBefore = now;
      Completions.EACH_ON_ITS_OWN_THREAD.execute(() -> old.close(closeWithin));
    }
    return producer;
  }

  public void close(Duration within) {
    Producer<byte[], byte[]> last;
    synchronized (this) {
      closed = true;
      last = producer;
    }
    last.close(within);
  }

  @Override
  public void close() {
    close(closeWithin);
  }
}
