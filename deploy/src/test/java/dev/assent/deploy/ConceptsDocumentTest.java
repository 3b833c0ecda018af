package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/// The glossary of docs/concepts.md names types that are there, and each word once.
class ConceptsDocumentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*)(?:\\.([A-Z]\\w*))?`");

  @Test
  void everyTypeOfTheGlossaryIsThere() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String[] row : glossary()) {
      Matcher named = TYPE.matcher(row[3]);
      while (named.find()) {
        found++;
        String source = sources.getOrDefault(named.group(1), "");
        String nested = named.group(2);
        if (source.isEmpty()
            || (nested != null
                && !source.matches("(?s).*(record|enum|interface) " + nested + "\\b.*"))) {
          missing.add(named.group());
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(30);
  }

  @Test
  void everyWordHasOneMeaning() throws IOException {
    assertThat(glossary()).extracting(row -> row[1].strip()).doesNotHaveDuplicates();
  }

  /// An empty cell, the word, what it means, where it is in the code.
  private static List<String[]> glossary() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/concepts.md"));
    String table = page.substring(page.indexOf("## Glossary"), page.indexOf("## Going on"));
    return table
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> line.split("\\|", -1))
        .toList();
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  ConceptsDocumentTest::read,
                  (one, _) -> one));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
