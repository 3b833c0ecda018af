package dev.assent.notifier.post;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// RFC 4231, test case 2.
  @Test
  void itIsTheHmacOfTheBody() {
    assertThat(Signature.of(bytes("what do ya want for nothing?"), bytes("Jefe")))
        .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void anotherBodyOrSecretIsAnotherSignature() {
    String signature = Signature.of(bytes("{}"), bytes("one secret"));

    assertThat(Signature.of(bytes("{ }"), bytes("one secret"))).isNotEqualTo(signature);
    assertThat(Signature.of(bytes("{}"), bytes("other secret"))).isNotEqualTo(signature);
  }
}
