package dev.assent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Terminal;
import dev.assent.standalone.broker.Loopback;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AssentMainTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryCommandOfANode() {
    assertThat(run("--help")).isEqualTo(ExitCode.DONE.code());
    assertThat(out.toString())
        .contains(
            "up ", "down ", "demo ", "env ", "tasks ", "Also, built when first asked for: bench");
  }

  @Test
  void everyCommandHasItsSectionInTheDocument() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "cli.md"));
    List<String> commands = new ArrayList<>();
    collect("assent", commandLine(), commands);

    assertThat(commands)
        .contains("assent up")
        .allSatisfy(command -> assertThat(document).contains("### `" + command + "`"));
  }

  private static void collect(String path, CommandLine line, List<String> commands) {
    if (line.getSubcommands().isEmpty()) {
      commands.add(path);
    }
    line.getSubcommands().forEach((name, sub) -> collect(path + " " + name, sub, commands));
  }

  @Test
  void downWithoutANodeIsNoFault() {
    assertThat(run("--data", folder.toString(), "down")).isEqualTo(ExitCode.DONE.code());
    assertThat(out.toString()).contains("No node runs on " + folder);
  }

  @Test
  void upOnATakenPortIsOneLineThatNamesTheOption() throws IOException {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(Loopback.at(0));
      int port = other.getLocalPort();

      int exit = run("--data", folder.toString(), "up", "--approvals-port=" + port);

      assertThat(exit).isEqualTo(ExitCode.FAILED.code());
      assertThat(err.toString().strip().lines()).hasSize(1);
      assertThat(err.toString()).contains("port " + port, "--approvals-port");
      assertThat(Files.exists(folder.resolve("kafka"))).isFalse();
    }
  }

  @Test
  void aDataFolderThatCannotBeIsAUsageErrorInOneSentence() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    for (String option : new String[] {"--fsync", "--detach"}) {
      err.getBuffer().setLength(0);
      int exit = run("--data", file.resolve("data").toString(), "up", option);

      assertThat(exit).isEqualTo(ExitCode.USAGE.code());
      assertThat(err.toString().strip().lines()).hasSize(1);
      assertThat(err.toString())
          .startsWith("assent: Expected a data folder that can be written to, but " + file);
    }
  }

  @Test
  void aWrongOptionIsAUsageError() {
    assertThat(run("up", "--gateway-port=many")).isEqualTo(ExitCode.USAGE.code());
    assertThat(err.toString()).startsWith("assent: ");
  }

  private int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  private CommandLine commandLine() {
    Terminal terminal =
        new Terminal(
            _ -> Optional.empty(),
            new BufferedReader(new StringReader("")),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false);
    return AssentMain.program(terminal);
  }
}
