package dev.assent.lifecycle.stream;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// When to commit before the interval is over: once the last polled batch is used up and was of one
/// record, so that the node is nearly idle. Under load a commit on request halves Streams' records
/// per loop each time and costs more than it gains (DESIGN section 7: 247 ms instead of 15), so
/// then the interval alone decides.
///
/// Counts on the stream thread: the main consumer's interceptor and the processors of all its tasks
/// run there, one after the other.
final class DrainedCommit {
  /// The largest batch after which it pays (ADR 0024).
  static final int SMALL_BATCH_RECORDS = 1;

  private static final ThreadLocal<DrainedCommit> OF_THREAD =
      ThreadLocal.withInitial(DrainedCommit::new);

  private long unprocessed;
  private int lastBatch;
  private long polls;

  static DrainedCommit ofThisThread() {
    return OF_THREAD.get();
  }

  void polled(int records) {
    unprocessed += records;
    lastBatch = records;
    polls++;
  }

  /// How many batches this thread has polled so far.
  long polls() {
    return polls;
  }

  /// One record is processed.
  ///
  /// @return whether to commit now
  boolean processed() {
    if (unprocessed > 0) {
      unprocessed--;
    }
    return unprocessed == 0 && lastBatch <= SMALL_BATCH_RECORDS;
  }

  /// Timers have fired.
  ///
  /// @return whether to commit now
  boolean fired(int timers) {
    return unprocessed == 0 && timers <= SMALL_BATCH_RECORDS;
  }

  /// Tasks came or went: records that were polled for a task that left are never processed here.
  void reset() {
    unprocessed = 0;
    lastBatch = Integer.MAX_VALUE;
  }

  /// Counts what the main consumer polls.
  public static final class Polled implements ConsumerInterceptor<byte[], byte[]> {
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      if (!records.isEmpty()) {
        ofThisThread().polled(records.count());
      }
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      // Only what is polled counts.
    }

    @Override
    public void configure(Map<String, ?> configs) {
      // Nothing to set.
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
