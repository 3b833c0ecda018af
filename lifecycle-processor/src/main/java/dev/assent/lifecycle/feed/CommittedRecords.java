package dev.assent.lifecycle.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.jspecify.annotations.Nullable;

/// What a broker sent of one partition, without what aborted transactions wrote: batches stay
/// compressed until their lot is made.
final class CommittedRecords {
  private final TopicPartition partition;
  private final Iterator<? extends RecordBatch> batches;
  private final PriorityQueue<AbortedTransaction> aborted =
      new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
  private final Set<Long> abortedProducers = new HashSet<>();
  private long next;
  private @Nullable RecordBatch current;
  private @Nullable BoundedBatch reading;

  /// @param from records before this offset are passed over
  CommittedRecords(
      TopicPartition partition,
      long from,
      Records records,
      @Nullable List<AbortedTransaction> aborted) {
    this.partition = partition;
    this.next = from;
    this.batches = records.batches().iterator();
    if (aborted != null) {
      this.aborted.addAll(aborted);
    }
  }

  /// Whether everything is taken.
  boolean done() {
    return reading == null && !batches.hasNext();
  }

  /// The next records, within the bounds of a lot.
  Lot lot() {
    long from = next;
    List<ConsumerRecord<byte[], byte[]>> lot = new ArrayList<>();
    long bytes = 0;
    while (bytes < Bounds.LOT_BYTES && lot.size() < Bounds.LOT_RECORDS && !done()) {
      BoundedBatch batch = reading != null ? reading : open(batches.next());
      if (batch != null) {
        Optional<ConsumerRecord<byte[], byte[]>> record = batch.next();
        if (record.isEmpty()) {
          finish(batch);
        } else if (record.get().offset() >= next) {
          lot.add(record.get());
          next = record.get().offset() + 1;
          bytes += size(record.get());
        }
      }
    }
    return new Lot(partition, from, lot, next);
  }

  /// Null for a batch that has nothing for us.
  private @Nullable BoundedBatch open(RecordBatch batch) {
    boolean undone = isAborted(batch); // also for control batches, whose turn it is
    if (batch.isControlBatch() || undone) {
      if (batch.isControlBatch() && batch.hasProducerId() && endsInAbort(batch)) {
        abortedProducers.remove(batch.producerId());
      }
      next = Math.max(next, batch.nextOffset());
      return null;
    }
    current = batch;
    reading = new BoundedBatch(partition, batch);
    return reading;
  }

  private boolean isAborted(RecordBatch batch) {
    while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
      abortedProducers.add(aborted.poll().producerId());
    }
    return batch.isTransactional() && abortedProducers.contains(batch.producerId());
  }

  /// Only brokers write control batches.
  private static boolean endsInAbort(RecordBatch batch) {
    Iterator<Record> records = batch.iterator();
    return records.hasNext()
        && ControlRecordType.parse(records.next().key()) == ControlRecordType.ABORT;
  }

  private void finish(BoundedBatch batch) {
    batch.close();
    RecordBatch finished = current;
    if (finished != null) {
      next = Math.max(next, finished.nextOffset());
    }
    reading = null;
    current = null;
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    long size =
        (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    for (Header header : record.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }

  void close() {
    if (reading != null) {
      reading.close();
    }
  }
}
