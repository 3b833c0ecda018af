package dev.assent.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @Test
  void escapesAndDirectionMarksBecomeHarmless() {
    assertThat(Text.safe("a\u001b[2J\u0007b\u202ec\u2028\r\n\td"))
        .isEqualTo("a<U+001B>[2J<U+0007>b<U+202E>c<U+2028><U+000D>\n\td");
    assertThat(Text.line("a\nb")).isEqualTo("a b");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T00:00:05Z, in 5s",
    "2026-01-02T00:05:10Z, in 5m 10s",
    "2026-01-01T21:55:00Z, 2h 5m ago",
    "2025-12-30T20:00:00Z, 2d 4h ago",
    "nothing, ''"
  })
  void distancesNameTheTwoLargestUnits(String at, String expected) {
    assertThat(Text.distance(at, Instant.parse("2026-01-02T00:00:00Z"))).isEqualTo(expected);
  }
}
