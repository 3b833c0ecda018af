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
  private static final Pattern PROGRAM =
      Pattern.compile("(?s)`(interop/src/test/[a-z/_]+\\.\\w+)`[^`]*\n```\\w+\n(.*?)```");

  private static List<MatchResult> programs(String document) throws IOException {
    return PROGRAM.matcher(Files.readString(ROOT.resolve(document))).results().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/clients.md", "docs/webhooks.md"})
  void eachProgramShownIsTheFileThatIsRun(String document) throws IOException {
    for (MatchResult program : programs(document)) {
      assertThat(program.group(2))
          .as(program.group(1))
          .isEqualTo(Files.readString(ROOT.resolve(program.group(1))));
    }
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
            "interop/src/test/python/kafka_agent.py",
            "interop/src/test/python/audit.py",
            "interop/src/test/go/service/main.go",
            "interop/src/test/go/agent/main.go");
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
