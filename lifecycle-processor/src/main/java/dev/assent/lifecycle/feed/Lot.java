package dev.assent.lifecycle.feed;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// What is handed over at a time.
///
/// @param from the offset it begins with, which may lie before its first record's
/// @param next the offset behind it; there may be no records in between (aborted transactions)
record Lot(
    TopicPartition partition, long from, List<ConsumerRecord<byte[], byte[]>> records, long next) {
  Lot {
    records = List.copyOf(records);
  }
}
