package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A document that names a file which is not there misleads its reader: every path and every link
/// in the Markdown files of the repository must exist.
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  /// In code marks: begins with a top-level entry of the repository and has a slash, without
  /// placeholders.
  private static final Pattern PATH =
      Pattern.compile(
          "`((?:\\./)?(?:schemas|lifecycle-processor|gateway|approval-service|notifier|cli|standalone"
              + "|deploy|docs|client|interop|benchmarks|\\.ci)/[A-Za-z0-9_./-]+)`");

  @Test
  void everyLinkOfEveryDocumentLeadsToAFile() throws IOException {
    assertThat(missing(LINK, true)).as("links to files that are not there").isEmpty();
  }

  @Test
  void everyPathNamedInADocumentExists() throws IOException {
    assertThat(missing(PATH, false)).as("paths that are not there").isEmpty();
  }

  private static List<String> missing(Pattern pattern, boolean relativeToDocument)
      throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      Matcher matcher = pattern.matcher(Files.readString(document));
      while (matcher.find()) {
        String named = matcher.group(1);
        if (named.contains("://") || named.startsWith("mailto:") || named.contains("/target/")) {
          continue;
        }
        Path from = relativeToDocument ? document.resolveSibling(named) : ROOT.resolve(named);
        if (!Files.exists(from.normalize())) {
          missing.add(ROOT.relativize(document) + " names " + named);
        }
      }
    }
    return missing;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(
              file ->
                  !ROOT.relativize(file).toString().matches(".*(target|node_modules|\\.git)/.*"))
          .toList();
    }
  }

  @Test
  void theDocumentsThatEverybodyNeedsAreThere() {
    assertThat(
            Stream.of(
                "README.md",
                "ARCHITECTURE.md",
                "CONTRIBUTING.md",
                "docs/lifecycle.md",
                "docs/adr/README.md"))
        .allSatisfy(name -> assertThat(ROOT.resolve(name)).isRegularFile());
  }
}
