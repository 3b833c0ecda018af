package dev.assent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WholeMainTest {
  @Test
  void helpNamesWhatMeasuresAndTorturesBesideWhatANodeHas() {
    CommandRun help = CommandRun.of("--help");

    assertThat(help.exit()).isEqualTo(ExitCode.DONE.code());
    assertThat(help.out()).contains("up ", "tasks ", "bench ", "torture ").doesNotContain("Also,");
  }

  @Test
  void everyCommandHasItsSectionInTheDocument() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "cli.md"));
    CommandLine line = WholeMain.commandLine(Terminal.system());

    CommandLine bench = Objects.requireNonNull(line.getSubcommands().get("bench"));
    assertThat(bench.getSubcommands().keySet())
        .contains("rounds")
        .allSatisfy(name -> assertThat(document).contains("### `assent bench " + name + "`"));
    assertThat(document).contains("### `assent torture`");
  }

  @Test
  void benchWithImpossibleNumbersIsAUsageError() {
    CommandRun run = CommandRun.of("bench", "rounds", "--in-flight=0");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("--in-flight");
  }
}
