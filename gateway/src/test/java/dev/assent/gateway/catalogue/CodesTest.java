package dev.assent.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodesTest {
  @Test
  void aCodeIsKeptSoThatItIsRecognisedAndNotRead() {
    String code = Codes.fresh();
    String kept = Codes.hash(code);

    assertThat(code).matches("[0-9]{6}");
    assertThat(Codes.matches(code, kept)).isTrue();
    assertThat(Codes.matches(code + "1", kept)).isFalse();
    assertThat(Codes.hash(code)).as("the same code is kept differently").isNotEqualTo(kept);
  }
}
