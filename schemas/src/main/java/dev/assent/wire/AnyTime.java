package dev.assent.wire;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// A record's time whatever its producer wrote: one before 1970 counts as 1970. Kafka Streams' own
/// way with such a record is to fail before we are asked, and so to stop its partition for good.
/// For every stream of ours; nothing we decide depends on a record's time.
public final class AnyTime implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(record.timestamp(), 0);
  }
}
