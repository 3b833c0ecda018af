package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What docs/security.md claims is proved by tests that are there.
class SecurityDocumentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PROOF =
      Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:#(\\w+))?`");

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    Map<String, Path> tests = tests();
    Matcher named = PROOF.matcher(Files.readString(ROOT.resolve("docs/security.md")));
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (named.find()) {
      found++;
      Path file = tests.get(named.group(1));
      String method = named.group(2);
      if (file == null
          || (method != null && !Files.readString(file).contains(" " + method + "("))) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(80);
  }

  private static Map<String, Path> tests() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().matches(".*/(src/test|test-support/src)/.*"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (one, _) -> one));
    }
  }
}
