package dev.assent.notifier.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Row ROW =
      new Row(3, Instant.parse("2026-03-01T10:00:00.123Z"), Bytes.wrap(new byte[] {0, 1, 2}));

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(Row.read(ROW.bytes())).isEqualTo(ROW);
  }

  @Test
  void oneThatTheFirstReleaseLeftIsRead() {
    assertThat(Row.read(HexFormat.of().parseHex("01000000030000019ca8d72d7b000102")))
        .isEqualTo(ROW);
  }

  @Test
  void aLaterVersionIsNotTakenForThisOne() {
    byte[] later = ROW.bytes();
    later[0] = 2;

    assertThatThrownBy(() -> Row.read(later)).hasMessageContaining("version 1");
  }
}
