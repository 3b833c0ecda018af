package dev.assent.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.platform.intake.fields.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackFieldsTest {
  private static Fields with(String name, String value) {
    return Fields.of(JsonNodeFactory.instance.objectNode().put(name, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://integrator.example/webhooks/axme",
        "http://10.0.0.1:8080/hook?token=abc",
        "https://[2606:4700::1111]/",
        "http://localhost"
      })
  void urlsThatCanBePostedTo(String url) {
    assertThat(CallbackFields.url(with("callback_url", url))).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ftp://a.example/            | its scheme is ftp
          file:///etc/passwd          | its scheme is file
          a.example/hook              | its scheme is null
          https:///hook               | it has no host
          https://under_score.example | it has no host
          https://u:p@a.example/      | it has a user before the host
          https://a.example/#top      | it has a fragment
          https://a.example/ü         | it has characters that are not ASCII
          https://a.example/a b       | it is none: Illegal character in path at index 19
          http://                     | it has 7 characters
          """)
  void urlsThatCannot(String url, String why) {
    assertThatThrownBy(() -> CallbackFields.url(with("callback_url", url)))
        .isInstanceOf(Fields.WrongException.class)
        .hasMessage("expected an http or https URL in 'callback_url', but " + why);
  }

  @Test
  void aUrlThatIsTooLongOrMissing() {
    String tooLong = "https://a.example/" + "x".repeat(2_048);
    assertThatThrownBy(() -> CallbackFields.url(with("callback_url", tooLong)))
        .hasMessageContaining("at most 2048 characters");
    assertThatThrownBy(() -> CallbackFields.url(with("other", "x")))
        .hasMessageContaining("there is none");
    assertThat(CallbackFields.optionalUrl(with("other", "x"))).isEmpty();
  }

  @Test
  void aSecretHasItsBounds_andIsNotQuoted() {
    assertThat(CallbackFields.secret(with("secret", "x".repeat(16)))).isPresent();
    assertThat(CallbackFields.secret(with("secret", "x".repeat(128)))).isPresent();
    for (String wrong : new String[] {"fifteen letters", "s".repeat(129)}) {
      assertThatThrownBy(() -> CallbackFields.secret(with("secret", wrong)))
          .hasMessage("expected 16 to 128 characters in 'secret', but got " + wrong.length());
    }
  }

  @Test
  void aSecretAloneSignsNothing() {
    Fields alone = with("secret", "x".repeat(16));
    assertThatThrownBy(
            () ->
                CallbackFields.requireUrl(
                    alone, CallbackFields.optionalUrl(alone), CallbackFields.secret(alone)))
        .hasMessageContaining("beside the secret");
  }
}
