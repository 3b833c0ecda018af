package dev.assent.platform.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// For the consumer of a global store: a record from before 1970 comes as one of 1970. No extractor
/// is asked there ([AnyTime]): Kafka Streams fails on the record, and the views would be closed and
/// read anew for each (`GlobalStateUpdateTask.update` of 4.3.1).
public final class NoNegativeTimes implements ConsumerInterceptor<byte[], byte[]> {
  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.timestamp() < 0) {
        return mended(records);
      }
    }
    return records;
  }

  private static ConsumerRecords<byte[], byte[]> mended(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> mended = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      mended.put(
          partition, records.records(partition).stream().map(NoNegativeTimes::mended).toList());
    }
    return new ConsumerRecords<>(mended, records.nextOffsets());
  }

  private static ConsumerRecord<byte[], byte[]> mended(ConsumerRecord<byte[], byte[]> record) {
    return record.timestamp() >= 0
        ? record
        : new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            record.offset(),
            0,
            record.timestampType(),
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            record.leaderEpoch());
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // nothing is changed in them
  }

  @Override
  public void close() {
    // there is nothing to close
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // there is nothing to set
  }
}
