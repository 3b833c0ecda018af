package dev.assent.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.value.Hash;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookEventTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");

  @Test
  void anIdIsAUuid7OfTheEventsMillisecond() {
    UUID id = WebhookEvent.id(AT, Hash.of("x"));

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(WebhookEvent.timeOf(id)).contains(Instant.parse("2026-03-01T10:00:00.123Z"));
  }

  @Test
  void theSameIsTheSameIdAndAnotherIsAnother() {
    UUID id = WebhookEvent.id(AT, Hash.of("x"));

    assertThat(WebhookEvent.id(AT, Hash.of("x"))).isEqualTo(id);
    assertThat(WebhookEvent.id(AT, Hash.of("y"))).isNotEqualTo(id);
    assertThat(WebhookEvent.id(AT.plusMillis(1), Hash.of("x"))).isNotEqualTo(id);
  }

  @Test
  void anyOtherUuidHasNoTime() {
    assertThat(WebhookEvent.timeOf(UUID.fromString("7d0bcf7e-6d94-4a78-9232-1491db2a545b")))
        .isEmpty();
  }

  @Test
  void everyTypeIsFoundByItsName() {
    for (WebhookEvent.Type type : WebhookEvent.Type.values()) {
      assertThat(WebhookEvent.Type.named(type.wireName())).contains(type);
    }
    assertThat(WebhookEvent.Type.named("inbox.other")).isEmpty();
  }
}
