package dev.assent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.session.NodeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class AssentCommandTest {
  @TempDir Path folder;

  @Test
  void withoutACommandItSaysWhichThereAreAndExitsWithUsage() {
    Ran ran = Ran.assent(Map.of());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("Missing required subcommand", "--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"intents send", "keys create", "env", "completion"})
  void everyCommandsHelpNamesTheCommonOptionsAndTheExitCodes(String command) {
    Ran ran = Ran.assent(Map.of(), words(command + " --help"));

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("--data", "--json", "Exit codes:");
    for (ExitCode exit : ExitCode.values()) {
      assertThat(ran.out()).contains("  " + exit.code() + "   ").contains(words(exit.meaning())[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("wrongLines")
  void aWrongLineIsExplainedInTwoLinesOnStandardErrorAndExitsWith2(String line) {
    Ran ran = Ran.assent(Map.of(), words(line));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).startsWith("assent: ").doesNotContain("at dev.assent");
  }

  static Stream<String> wrongLines() {
    return Stream.of(
        "intents send --to x",
        "intents get",
        "keys create --scope everything --owner x",
        "intents list --limit many",
        "keys list --no-such-option");
  }

  @Test
  void versionPrintsTheBuildAndTheJava() {
    Ran ran = Ran.assent(Map.of(), "--version");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).matches("assent .+, Java 25.*\\R");
  }

  @ParameterizedTest
  @CsvSource({
    "task list,'tasks'",
    "intents lst,'list'",
    "intents list --limits 3,'--limit'",
    "doctr,'doctor'"
  })
  void aWordThatIsNearlyACommandNamesIt(String line, String meant) {
    assertThat(Ran.assent(Map.of(), words(line)).err())
        .contains("; did you mean '" + meant + "'?")
        .hasLineCount(2);
  }

  @Test
  void theDoctorSaysThatAFolderNeverHadANode() {
    Ran ran = Ran.assent(Map.of(), "--data", folder.toString(), "doctor");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out().lines().findFirst().orElseThrow())
        .startsWith("fail  node")
        .endsWith("there never was one in " + folder);
  }

  @Test
  void aPlaceThatIsNoUrlIsAWrongLine() {
    Ran option = Ran.assent(Map.of(), words("--gateway-url foo intents list"));
    Ran variable = Ran.assent(Map.of("ASSENT_APPROVALS_URL", "foo"), words("tasks list"));

    assertThat(option.exit()).isEqualTo(2);
    assertThat(option.err())
        .isEqualToIgnoringNewLines(
            "assent: expected --gateway-url to be a URL such as http://127.0.0.1:8181, but got"
                + " 'foo'.");
    assertThat(variable.exit()).isEqualTo(2);
    assertThat(variable.err()).startsWith("assent: expected ASSENT_APPROVALS_URL to be a URL");
  }

  @Test
  void aDataFolderThatIsNoneIsAWrongLine() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "");

    Ran ran = Ran.assent(Map.of(), "--data", file.toString(), "tasks", "list");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualToIgnoringNewLines(
            "assent: Expected a data folder in --data, but " + file + " is a file.");
  }

  @Test
  void aNodesFileThatIsNoneIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("node.json"), "{");

    Ran ran = Ran.assent(Map.of(), "--data", folder.toString(), "tasks", "list");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).startsWith("assent: Expected the JSON that a node writes in " + file);
  }

  @Test
  void commonOptionsMayStandBeforeOrAfterTheCommand() throws IOException {
    nodeAt("http://127.0.0.1:1");

    Ran before = Ran.assent(Map.of(), "--data", folder.toString(), "--json", "env");
    Ran after = Ran.assent(Map.of(), "env", "--json", "--data", folder.toString());

    assertThat(before).isEqualTo(after);
    assertThat(before.json().path("gateway_url").asText()).isEqualTo("http://127.0.0.1:1");
  }

  @Test
  void aCommandAddedByAnotherModuleTakesTheCommonOptionsToo() {
    CommandLine line = AssentCommand.commandLine(Terminal.system());
    Added added = new Added();
    line.addSubcommand(added);

    int exit = line.execute("added", "--data", "somewhere", "--json");

    assertThat(exit).isZero();
    assertThat(AssentCommand.of(line).session().data()).isEqualTo(Path.of("somewhere"));
    assertThat(AssentCommand.of(line).session().json()).isTrue();
    assertThat(line.getSubcommands())
        .hasEntrySatisfying(
            "added", sub -> assertThat(sub.getUsageMessage()).contains("Exit codes:"));
  }

  @Command(name = "added")
  static final class Added implements Runnable {
    @Override
    public void run() {}
  }

  @Test
  void envPrintsLinesThatAShellCanEvaluate() throws IOException {
    nodeAt("http://127.0.0.1:8100");

    Ran ran = Ran.assent(Map.of("ASSENT_DATA", folder.toString()), "env");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines())
        .hasSize(8)
        .allMatch(line -> line.matches("export ASSENT_[A-Z_]+='[^']*'"))
        .contains(
            "export ASSENT_GATEWAY_URL='http://127.0.0.1:8100'", "export ASSENT_AGENT_KEY='key-g'");
  }

  @Test
  void envWithoutANodeSaysWhatToDo() {
    Ran ran = Ran.assent(Map.of(), "env", "--data", folder.toString());

    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err()).contains(folder.toString(), "assent up");
  }

  @Test
  void aNodeThatIsDownIsAnExitCodeAndASentence() throws IOException {
    nodeAt("http://127.0.0.1:1");

    Ran ran = Ran.assent(Map.of(), "intents", "list", "--data", folder.toString());

    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("http://127.0.0.1:1", "nobody listens there", "assent up");
  }

  @Test
  void theNodesOwnKeysAreNotSentAnywhereElse() throws IOException {
    nodeAt("http://127.0.0.1:1");
    try (FakeNode stranger = new FakeNode()) {
      Ran ran =
          Ran.assent(
              Map.of("ASSENT_DATA", folder.toString()),
              "intents",
              "list",
              "--gateway-url",
              stranger.url());

      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.err()).contains("ASSENT_API_KEY");
      assertThat(stranger.asked()).isEmpty();
    }
  }

  @Test
  void completionKnowsEveryCommand() {
    Ran ran = Ran.assent(Map.of(), "completion");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("complete -F", "intents", "scenarios", "--approvals-url");
  }

  private static String[] words(String line) {
    return line.split(" ", -1);
  }

  private void nodeAt(String url) throws IOException {
    NodeFiles files = new NodeFiles(folder);
    files.write(
        NodeFiles.Node.of(ProcessHandle.current().pid(), url, url, url, "b:1", Instant.EPOCH));
    files.write(new NodeFiles.Keys("key-i", "key-g", "key-p", "key-d"));
  }
}
