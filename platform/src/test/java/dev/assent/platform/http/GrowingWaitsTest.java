package dev.assent.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GrowingWaitsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final GrowingWaits.Scale SCALE =
      new GrowingWaits.Scale(
          2, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(1));

  private final GrowingWaits waits = new GrowingWaits(SCALE);

  private Duration ask(Instant when) {
    return waits.ask("one", when).orElse(Duration.ZERO);
  }

  @Test
  void waitsDoubleUpToTheLongest() {
    assertThat(SCALE.after(1)).isZero();
    assertThat(SCALE.after(2)).hasSeconds(1);
    assertThat(SCALE.after(3)).hasSeconds(2);
    assertThat(SCALE.after(4)).hasSeconds(4);
    assertThat(SCALE.after(5)).hasSeconds(5);
    assertThat(SCALE.after(Integer.MAX_VALUE)).hasSeconds(5);
  }

  @Test
  void whoIsRefusedWaitsNoLongerForIt() {
    assertThat(ask(NOON)).isZero();
    assertThat(ask(NOON)).isZero();
    assertThat(ask(NOON)).hasSeconds(1);
    assertThat(ask(NOON.plusMillis(600))).hasMillis(400);
    assertThat(ask(NOON.plusSeconds(1))).isZero();
    assertThat(ask(NOON.plusSeconds(1))).hasSeconds(2);
  }

  @Test
  void othersDoNotWait() {
    ask(NOON);
    ask(NOON);
    assertThat(waits.ask("another", NOON)).isEmpty();
  }

  @Test
  void quietIsForgiven() {
    ask(NOON);
    ask(NOON);
    assertThat(ask(NOON.plusSeconds(60))).isZero();
    assertThat(ask(NOON.plusSeconds(60))).isZero();
  }

  @Test
  void whatIsKeptIsBounded() {
    ask(NOON);
    ask(NOON);
    for (int i = 0; i < 10_000; i++) {
      waits.ask("stranger " + i, NOON);
    }
    assertThat(ask(NOON)).as("whoever was not seen for longest is forgotten").isZero();
  }
}
