package dev.assent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// docs/cli.md and the command line say the same.
class DocumentTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  /// Added where they live, in the modules standalone and launcher.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "up",
          "down",
          "demo",
          "bench rounds",
          "bench timers",
          "bench restart",
          "bench takeover",
          "torture");

  private final String document;
  private final Map<String, CommandLine> commands = new LinkedHashMap<>();

  DocumentTest() throws IOException {
    document = Files.readString(Path.of("..", "docs", "cli.md"));
    collect("", AssentCommand.commandLine(Terminal.system()));
  }

  private void collect(String path, CommandLine line) {
    line.getSubcommands()
        .forEach(
            (name, sub) -> {
              String full = (path + " " + name).strip();
              if (sub.getSubcommands().isEmpty()) {
                commands.put(full, sub);
              } else {
                collect(full, sub);
              }
            });
  }

  /// The text under each command's heading.
  private Map<String, String> sections() {
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher heading =
        Pattern.compile("(?m)^### `assent ([a-z -]+)`\n((?:(?!^##).*\n)*)").matcher(document);
    while (heading.find()) {
      sections.put(heading.group(1), heading.group(2));
    }
    return sections;
  }

  @Test
  void everyCommandHasItsSectionAndEverySectionItsCommand() {
    Set<String> documented = new TreeSet<>(sections().keySet());
    documented.removeAll(ELSEWHERE);

    assertThat(documented).containsExactlyInAnyOrderElementsOf(commands.keySet());
  }

  @Test
  void everySectionHasAnExampleOfItsCommand() {
    sections()
        .forEach(
            (command, section) ->
                assertThat(section).as(command).contains("```bash").contains("assent " + command));
  }

  @Test
  void everyOptionNamedInASectionIsTheCommands() {
    List<String> unknown = new ArrayList<>();
    sections()
        .forEach(
            (command, section) -> {
              CommandLine line = commands.get(command);
              Matcher option = OPTION.matcher(section);
              while (line != null && option.find()) {
                if (line.getCommandSpec().findOption(option.group()) == null) {
                  unknown.add(command + " " + option.group());
                }
              }
            });

    assertThat(unknown).isEmpty();
  }

  @Test
  void theExitCodesAreThose() {
    for (ExitCode exit : ExitCode.values()) {
      assertThat(document).contains("| " + exit.code() + " | " + exit.meaning() + " |");
    }
  }
}
