package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.standalone.AssentMain;
import dev.assent.standalone.node.DataFolder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// docs/tutorial.md, as its reader goes through it: every command in one shell and in order, and
/// what each printed beside what the page says it prints.
class TutorialIT {
  private static final Pattern BLOCK =
      Pattern.compile("(?s)```bash\n(.*?)```\n(?:\n```text\n(.*?)```)?");
  private static final String LEFT_OUT = "…";
  private static final String END = "<<END OF COMMAND ";
  private static final Duration WITHIN = Duration.ofMinutes(2);

  /// The reader's `./assent`, on free ports.
  private static final String PROGRAM =
      """
      #!/bin/sh
      ports=
      [ "$1" != up ] || ports="--gateway-port=0 --approvals-port=0 --registry-port=0 --kafka-port=0"
      exec '%s' -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' %s "$@" $ports
      """;

  @TempDir Path folder;

  private Process shell;

  /// What is the reader's own is the same in both: times, how long something took or will take,
  /// keys, ports and processes. Facts are numbered otherwise when the agent was slow.
  private static String plain(String line) {
    return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
        .replaceAll("^TIME\\s+\\d+ ", "TIME SEQ ")
        .replaceAll("\\bak_[0-9a-f]+", "KEY")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "PLACE")
        .replaceAll("\\b(after|in|node)( \\d[\\d.]*[smhd]?)+( s\\b)?", "$1 N")
        .replaceAll("(\\d+[smhd] )+ago", "N ago")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static List<String> lines(String text) {
    return text.lines()
        .filter(line -> !line.contains("attempt 2")) // where the agent was slow
        .map(TutorialIT::plain)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @BeforeEach
  void aShellInAFolderWithTheProgram() throws IOException {
    Path program = folder.resolve("assent");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(
        program,
        PROGRAM.formatted(java, System.getProperty("java.class.path"), AssentMain.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder bash = new ProcessBuilder("bash").redirectErrorStream(true);
    bash.environment().keySet().removeIf(name -> name.startsWith("ASSENT_"));
    shell = bash.directory(folder.toFile()).start();
  }

  @AfterEach
  void end() throws Exception {
    shell.destroyForcibly();
    Optional<ProcessHandle> left =
        DataFolder.holder(folder.resolve(".assent")).flatMap(ProcessHandle::of);
    if (left.isPresent()) {
      left.get().destroyForcibly();
      left.get().onExit().get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyCommandPrintsWhatThePageSays() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "tutorial.md"));
    List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
    assertThat(blocks).hasSizeGreaterThan(15);
    try (BufferedWriter in = shell.outputWriter();
        BufferedReader out = shell.inputReader()) {
      for (MatchResult block : blocks) {
        String printed = run(block.group(1), in, out);
        if (block.group(2) != null) {
          assertThat(lines(printed))
              .as(() -> "what this printed:\n" + block.group(1) + printed)
              .containsSubsequence(said(block.group(2)))
              .satisfies(lines -> nothingElse(lines, block.group(2)));
        }
      }
    }
  }

  private static String run(String command, BufferedWriter in, BufferedReader out)
      throws IOException {
    in.write(command + "\necho '" + END + "'$?\n");
    in.flush();
    List<String> printed = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(END)) {
        assertThat(line).as(() -> command + printed).isEqualTo(END + "0");
        break;
      }
      printed.add(line);
    }
    return printed.stream().collect(Collectors.joining("\n"));
  }

  private static List<String> said(String text) {
    return lines(text).stream().filter(line -> !line.equals(LEFT_OUT)).toList();
  }

  private static void nothingElse(List<? extends String> printed, String text) {
    if (!text.contains(LEFT_OUT)) {
      assertThat(printed).hasSameSizeAs(said(text));
    }
  }
}
