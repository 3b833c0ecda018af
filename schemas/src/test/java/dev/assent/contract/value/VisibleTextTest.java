package dev.assent.contract.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  @Test
  void plainTextInAnyScriptStaysAsItIs() {
    String text = "Café – geprüft ✅️ 支払い שלום\n\tline two \ue000";
    assertThat(VisibleText.of(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x0D, 0x1B, 0x7F, 0x9B, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200D,
        0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0x2066, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0001,
        0xE0041, 0xE007F, 0xE0100
      })
  void whatCannotBeSeenStandsThereAsItsCodePoint(int hidden) {
    String text = "pay " + Character.toString(hidden) + "100";
    assertThat(VisibleText.of(text)).isEqualTo("pay <U+%04X>100".formatted(hidden));
  }

  @Test
  void halfASurrogatePairIsShown() {
    assertThat(VisibleText.of("a\ud83d")).isEqualTo("a<U+D83D>");
  }

  @Test
  void oneLineHasNoLineEnds() {
    assertThat(VisibleText.line("a\nb\tc\u202e")).isEqualTo("a b c<U+202E>");
  }
}
