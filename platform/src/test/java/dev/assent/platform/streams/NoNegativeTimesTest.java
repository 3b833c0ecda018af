package dev.assent.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class NoNegativeTimesTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 2);

  private final NoNegativeTimes interceptor = new NoNegativeTimes();

  @Test
  void aRecordFromBefore1970_isOneOf1970_andNothingElseOfItChanges() {
    ConsumerRecords<byte[], byte[]> mended =
        interceptor.onConsume(records(record(7, -1), record(8, 5)));

    assertThat(mended.records(PARTITION))
        .extracting(ConsumerRecord::timestamp)
        .containsExactly(0L, 5L);
    assertThat(mended.records(PARTITION))
        .extracting(ConsumerRecord::offset)
        .containsExactly(7L, 8L);
    ConsumerRecord<byte[], byte[]> first = mended.records(PARTITION).getFirst();
    assertThat(first.key()).containsExactly(7);
    assertThat(first.value()).containsExactly(7, 7);
    assertThat(first.headers()).hasSize(1);
    assertThat(first.leaderEpoch()).contains(3);
    assertThat(mended.nextOffsets()).containsEntry(PARTITION, new OffsetAndMetadata(9));
  }

  @Test
  void otherRecords_areHandedOnAsTheyAre() {
    ConsumerRecords<byte[], byte[]> records = records(record(7, 0), record(8, Long.MAX_VALUE));

    assertThat(interceptor.onConsume(records)).isSameAs(records);
  }

  @SafeVarargs
  private static ConsumerRecords<byte[], byte[]> records(
      ConsumerRecord<byte[], byte[]>... records) {
    return new ConsumerRecords<>(
        Map.of(PARTITION, List.of(records)), Map.of(PARTITION, new OffsetAndMetadata(9)));
  }

  private static ConsumerRecord<byte[], byte[]> record(int offset, long time) {
    byte id = (byte) offset;
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        time,
        TimestampType.CREATE_TIME,
        1,
        2,
        new byte[] {id},
        new byte[] {id, id},
        new RecordHeaders().add("h", new byte[0]),
        Optional.of(3));
  }
}
