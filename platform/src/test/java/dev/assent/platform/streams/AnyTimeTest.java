package dev.assent.platform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnyTimeTest {
  private static final long NOW = 1_800_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "-9223372036854775808, 0",
    "0, 0",
    "1799999999999, 1799999999999",
    "1800000000001, 1800000000000",
    "1800086400000, 1800000000000",
    "9223372036854775807, 1800000000000"
  })
  void aRecordsTime_isBetween1970AndNow(long written, long taken) {
    ConsumerRecord<Object, Object> record =
        new ConsumerRecord<>(
            "topic",
            0,
            7,
            written,
            TimestampType.CREATE_TIME,
            0,
            0,
            "key",
            "value",
            new RecordHeaders(),
            Optional.empty());

    assertThat(new AnyTime(() -> NOW).extract(record, -1)).isEqualTo(taken);
  }
}
