package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A document that names a file which is not there misleads its reader: every path and every link
/// in the Markdown files of the repository must exist, its heading too, and every document that the
/// code names.
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

  /// In code marks: a path with a slash, without placeholders.
  private static final Pattern PATH = Pattern.compile("`(?:\\./)?([A-Za-z.-]+/[A-Za-z0-9_./-]+)`");

  private static final Pattern TYPE = Pattern.compile("([a-z/]+/[A-Z]\\w+)(?:\\.[A-Z]\\w+)?");

  /// Named by a comment or a message.
  private static final Pattern DOCUMENT =
      Pattern.compile("\\b((?:docs|deploy|client)/[A-Za-z0-9_/-]+\\.md)(?:#([a-z0-9-]+))?");

  @Test
  void everyLinkOfEveryDocumentLeadsToAFileAndItsHeading() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : files(".md")) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String to = link.group(1);
        if (!to.contains(":")) {
          Path file = to.isEmpty() ? document : document.resolveSibling(to).normalize();
          lookFor(document, file, link.group(2)).ifPresent(missing::add);
        }
      }
    }
    assertThat(missing).as("links that lead nowhere").isEmpty();
  }

  @Test
  void everyPathNamedInADocumentExists() throws IOException {
    Set<String> top = topFolders();
    List<String> missing = new ArrayList<>();
    for (Path document : files(".md")) {
      for (String named : found(PATH, Files.readString(document))) {
        boolean ours = top.contains(named.substring(0, named.indexOf('/')));
        boolean built = named.contains("target/");
        if (ours && !built && !Files.exists(ROOT.resolve(named)) && !isType(named)) {
          missing.add(ROOT.relativize(document) + " names " + named);
        }
      }
    }
    assertThat(missing).as("paths that are not there").isEmpty();
  }

  @Test
  void everyTypeThatContributorsAreSentToExists() throws IOException {
    List<String> types =
        found(PATH, Files.readString(ROOT.resolve("CONTRIBUTING.md"))).stream()
            .filter(named -> TYPE.matcher(named).matches())
            .toList();
    List<String> missing = new ArrayList<>();
    for (String type : types) {
      if (!isType(type)) {
        missing.add(type);
      }
    }
    assertThat(types).isNotEmpty();
    assertThat(missing).as("types that are not there").isEmpty();
  }

  /// A type by its last packages: `contract/Timer.Kind`.
  private static boolean isType(String named) throws IOException {
    Matcher type = TYPE.matcher(named);
    return type.matches() && !files("/" + type.group(1) + ".java").isEmpty();
  }

  @Test
  void everyDocumentThatTheCodeNamesIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : files(".java", ".yml", ".avdl", ".py", ".go", "/assent")) {
      Matcher named = DOCUMENT.matcher(Files.readString(file));
      while (named.find()) {
        lookFor(file, ROOT.resolve(named.group(1)), named.group(2)).ifPresent(missing::add);
      }
    }
    assertThat(missing).as("documents that are not there").isEmpty();
  }

  private static Optional<String> lookFor(Path from, Path file, @Nullable String heading)
      throws IOException {
    boolean there =
        Files.exists(file)
            && (heading == null || headings(Files.readString(file)).contains(heading));
    return there
        ? Optional.empty()
        : Optional.of(
            ROOT.relativize(from)
                + " names "
                + ROOT.relativize(file)
                + (heading == null ? "" : "#" + heading));
  }

  /// As GitHub makes them: small letters, blanks as hyphens, nothing else that is no letter or
  /// digit.
  private static Set<String> headings(String document) {
    return found(HEADING, FENCED.matcher(document).replaceAll("")).stream()
        .map(text -> text.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
        .map(text -> text.strip().replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static Set<String> topFolders() throws IOException {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }

  private static List<Path> files(String... endings) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
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
