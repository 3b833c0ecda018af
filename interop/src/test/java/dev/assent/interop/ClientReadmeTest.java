package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `client/README.md` shows what is compiled and run here.
class ClientReadmeTest {
  @ParameterizedTest
  @ValueSource(strings = {"service", "agent", "person", "policy", "operator", "observer"})
  void theReadmesCodeIsTheCodeThatIsTested(String tag) throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/assent/interop/ClientReadme.java"));
    Matcher tagged =
        Pattern.compile("(?s) *// tag::" + tag + "\n(.*?) *// end::" + tag).matcher(source);
    assertThat(tagged.find()).isTrue();
    String code = tagged.group(1).stripTrailing().stripIndent() + "\n";

    assertThat(Files.readString(Path.of("../client/README.md")))
        .contains("```java\n" + code + "```");
  }
}
