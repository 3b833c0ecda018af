package dev.assent.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class SentNowTest {
  private final SentNow sentNow = new SentNow();

  @Test
  void aRecordWithoutATime_bearsTheWallClocks_andIsOtherwiseTheSame() {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            "topic",
            3,
            "key".getBytes(UTF_8),
            "value".getBytes(UTF_8),
            List.of(new RecordHeader("name", "header".getBytes(UTF_8))));
    long before = System.currentTimeMillis();

    ProducerRecord<byte[], byte[]> sent = sentNow.onSend(record);

    assertThat(sent.timestamp()).isBetween(before, System.currentTimeMillis());
    assertThat(sent)
        .usingRecursiveComparison()
        .ignoringFields("timestamp", "headers")
        .isEqualTo(record);
    assertThat(sent.headers()).isEqualTo(record.headers());
  }

  @Test
  void aRecordWithATime_keepsIt() {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("topic", null, 5L, null, new byte[1]);

    assertThat(sentNow.onSend(record)).isSameAs(record);
  }
}
