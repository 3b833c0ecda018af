package dev.assent.platform.streams;

import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// A record's time whatever its producer wrote: one before 1970 counts as 1970, one that is still
/// to come as now. Kafka Streams' own way with the first is to fail before we are asked, and so to
/// stop its partition for good; the second (the clock was set back since it was written) goes on to
/// the changelog, where a broker refuses what is an hour ahead, with the same end. For every stream
/// of ours; nothing we decide depends on a record's time.
public final class AnyTime implements TimestampExtractor {
  private final LongSupplier wallMillis;

  public AnyTime() {
    this(System::currentTimeMillis);
  }

  AnyTime(LongSupplier wallMillis) {
    this.wallMillis = wallMillis;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.clamp(record.timestamp(), 0, wallMillis.getAsLong());
  }
}
