package dev.assent.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.wire.directory.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
  private static final String SECRET = "webhook-signing-secret-2026";
  private static final String ROW = "document/webhooks/acme/prod/1";

  private final SecretBox box = SecretBox.of("a key of at least thirty-two bytes");

  private static byte[] bytes() {
    return SECRET.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasSealedIsOpened() {
    SealedSecret kept = box.seal(SECRET, ROW);

    assertThat(box.open(kept, ROW)).hasValueSatisfying(open -> assertThat(open).isEqualTo(bytes()));
    assertThat(kept.hint()).isEqualTo("2026");
  }

  @Test
  void itShowsNothingOfTheSecret_notEvenThatTwoAreTheSame() {
    SealedSecret kept = box.seal(SECRET, ROW);

    String raw =
        new String(
            Base64.getUrlDecoder().decode(kept.text().substring(2)), StandardCharsets.ISO_8859_1);
    assertThat(raw).doesNotContain("signing");
    assertThat(box.seal(SECRET, ROW).text()).isNotEqualTo(kept.text());
  }

  @Test
  void anotherKeyOpensNothing() {
    SealedSecret kept = box.seal(SECRET, ROW);

    assertThat(SecretBox.of("another key of thirty-two bytes or more").open(kept, ROW)).isEmpty();
  }

  @Test
  void aSealedSecretIsOfNoUseInAnotherRow() {
    assertThat(box.open(box.seal(SECRET, ROW), ROW + "2")).isEmpty();
  }

  @Test
  void whatIsNoneOrWasChangedIsNotOpened() {
    SealedSecret kept = box.seal(SECRET, ROW);
    String changed = kept.text().substring(0, kept.text().length() - 2) + "AA";

    for (String text : new String[] {changed, "", "1.", "1.AAAA", "1.???", "2." + changed}) {
      assertThat(box.open(new SealedSecret(text, "2026"), ROW)).as(text).isEmpty();
    }
  }

  @Test
  void aShortKeyIsRefusedAndNoKeyIsNoBox() {
    assertThatThrownBy(() -> SecretBox.of("short"))
        .hasMessage("expected assent.webhooks.key to have at least 32 bytes, but it has 5");
    assertThat(SecretBox.ofSetting(Optional.of(" "))).isEmpty();
    assertThat(SecretBox.ofSetting(Optional.empty())).isEmpty();
  }
}
