package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// docs/clients.md and docs/webhooks.md show, word for word, the programs that are run here.
class ClientsDocumentTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FILE = Pattern.compile("`(interop/src/test/[A-Za-z/_]+\\.\\w+)`");
  private static final Pattern PROGRAM =
      Pattern.compile("(?s)" + FILE + "[^`]*\n```\\w+\n(.*?)```");
  private static final Pattern SHOWN = Pattern.compile("(?m)^```(?:python|go|java|xml|json|text)$");
  private static final Pattern STARTED =
      Pattern.compile("(?m)^(?:python |java .*interop/|go run \\./)(\\w+(?:\\.py|\\.java)?)\\b");
  private static final Pattern LIBRARY =
      Pattern.compile("<artifactId>(.+?)</artifactId><version>(.+?)</version>");

  private static String text(String document) throws IOException {
    return Files.readString(ROOT.resolve(document));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static List<MatchResult> programs(String document) throws IOException {
    return PROGRAM.matcher(text(document)).results().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/clients.md", "docs/webhooks.md"})
  void eachProgramShownIsTheFileThatIsRun(String document) throws IOException {
    for (MatchResult program : programs(document)) {
      assertThat(program.group(2)).as(program.group(1)).isEqualTo(text(program.group(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/clients.md", "docs/webhooks.md"})
  void eachFileNamedIsThere(String document) throws IOException {
    assertThat(found(FILE, text(document)))
        .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
  }

  @Test
  void nothingElseIsShown_andWhateverIsStartedIsShown() throws IOException {
    String page = text("docs/clients.md");
    List<String> shown = programs("docs/clients.md").stream().map(one -> one.group(1)).toList();

    assertThat(SHOWN.matcher(page).results()).hasSameSizeAs(shown);
    assertThat(found(STARTED, page))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(shown).anyMatch(file -> file.contains("/" + name)));
  }

  @Test
  void theProgramsOfTheStoryAreAllShown() throws IOException {
    assertThat(programs("docs/clients.md").stream().map(program -> program.group(1)))
        .contains(
            "interop/src/test/resources/scenario.json",
            "interop/src/test/python/requirements.txt",
            "interop/src/test/python/submit.py",
            "interop/src/test/python/wait.py",
            "interop/src/test/python/agent.py",
            "interop/src/test/python/kafka_submit.py",
            "interop/src/test/python/kafka_cancel.py",
            "interop/src/test/python/kafka_agent.py",
            "interop/src/test/python/kafka_events.py",
            "interop/src/test/python/audit.py",
            "interop/src/test/go/service/main.go",
            "interop/src/test/go/agent/main.go",
            "interop/src/test/java/pom.xml",
            "interop/src/test/java/dev/assent/interop/ClientService.java",
            "interop/src/test/java/dev/assent/interop/ClientAgent.java",
            "interop/src/test/java/dev/assent/interop/PlainKafkaAgent.java");
  }

  /// What the page has a reader install is what the Java programs run with here.
  @Test
  void theLibrariesOfTheJavaProgramsAreThoseThatAreTested() throws IOException {
    String tested = System.getProperty("java.class.path");
    assertThat(LIBRARY.matcher(text("interop/src/test/java/pom.xml")).results())
        .hasSize(4)
        .filteredOn(library -> !library.group(1).equals("client")) // here it is this checkout's
        .allSatisfy(
            library ->
                assertThat(tested).contains(library.group(1) + "-" + library.group(2) + ".jar"));
  }

  @Test
  void theProgramsOfReceiversAreAllShown() throws IOException {
    assertThat(programs("docs/webhooks.md").stream().map(program -> program.group(1)))
        .containsExactly(
            "interop/src/test/python/verify.py",
            "interop/src/test/python/webhooks.py",
            "interop/src/test/python/http_agent.py");
  }
}
