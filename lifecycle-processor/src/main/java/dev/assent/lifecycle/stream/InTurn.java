package dev.assent.lifecycle.stream;

import dev.assent.platform.deadletters.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// For a task that reads several partitions. Kafka Streams takes next the record with the earliest
/// time, so whoever may write times decides who is served: one record of the year 9999 would hold
/// up all behind it for as long as the other topic has records, one of 1970 would be served before
/// all. Here every record has the same time, and the partitions take turns. What the producer wrote
/// goes on in a header, for the dead letter.
public final class InTurn implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    record
        .headers()
        .add(
            DeadLetter.ORIGIN_TIMESTAMP,
            Long.toString(record.timestamp()).getBytes(StandardCharsets.US_ASCII));
    return 0;
  }
}
