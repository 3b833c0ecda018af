package dev.assent.notifier.stream.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class WaitingDeliveryTest {
  private static final WaitingDelivery.Key KEY =
      new WaitingDelivery.Key(new UUID(1, 2), new UUID(3, 4), 0);
  private static final WaitingDelivery DELIVERY =
      new WaitingDelivery(
          KEY, 3, Instant.parse("2026-03-01T10:00:00.123Z"), Bytes.wrap(new byte[] {0, 1, 2}));

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(WaitingDelivery.read(KEY.bytes(), DELIVERY.bytes())).isEqualTo(DELIVERY);
  }

  @Test
  void aReplayIsAnotherDeliveryOfTheSameEvent() {
    WaitingDelivery.Key replay = new WaitingDelivery.Key(KEY.event(), KEY.subscription(), 99);

    assertThat(replay.bytes()).isNotEqualTo(KEY.bytes());
    assertThat(replay.dedupeKey()).isEqualTo(KEY.dedupeKey() + "/99");
    assertThat(WaitingDelivery.Key.read(replay.bytes())).isEqualTo(replay);
  }

  @Test
  void aLaterVersionIsNotTakenForThisOne() {
    byte[] later = DELIVERY.bytes();
    later[0] = 2;

    assertThatThrownBy(() -> WaitingDelivery.read(KEY.bytes(), later))
        .hasMessageContaining("version 1");
  }
}
