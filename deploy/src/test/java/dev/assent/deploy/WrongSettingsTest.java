package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.approval.ApprovalApplication;
import dev.assent.gateway.GatewayApplication;
import dev.assent.lifecycle.LifecycleApplication;
import dev.assent.notifier.NotifierApplication;
import dev.assent.standalone.AssentMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever misspells a setting is told in a line, by every program, before it does anything.
class WrongSettingsTest {
  private static final String MISTAKE = "ASSENT_NOTIFIER_HORIZON";

  @TempDir Path folder;

  private record Ended(int exit, String out, String err) {}

  static List<Class<?>> services() {
    return List.of(
        LifecycleApplication.class,
        GatewayApplication.class,
        ApprovalApplication.class,
        NotifierApplication.class);
  }

  @ParameterizedTest
  @MethodSource("services")
  void aServiceEndsWith2AndOneLine(Class<?> service) throws Exception {
    Ended ended = run(service, Map.of(MISTAKE, "banana"));

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .hasLineCount(1)
        .startsWith("assent ")
        .contains(
            "expected "
                + MISTAKE
                + " to be a time of 0s or more, such as 500ms, 30s or 1h, but got"
                + " 'banana'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "up --detach"})
  void soDoesUpWhichLeavesNoFolderBehind(String command) throws Exception {
    Path data = folder.resolve("data");
    List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
    arguments.addAll(List.of(command.split(" ")));

    Ended ended =
        run(
            AssentMain.class,
            Map.of("ASSENT_NOTIFIER_HORIZONT", "1h"),
            arguments.toArray(String[]::new));

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            "assent: expected the name of a setting, but got ASSENT_NOTIFIER_HORIZONT; the nearest"
                + " is ASSENT_NOTIFIER_HORIZON.");
    assertThat(data).doesNotExist();
  }

  @Test
  void soDoesACommandThatReadsTopics() throws Exception {
    Ended ended =
        run(
            AssentMain.class,
            Map.of("ASSENT_TOPICS_PARTITIONS", "many"),
            "--bootstrap-servers=127.0.0.1:1",
            "--registry-url=http://127.0.0.1:1",
            "audit",
            "replay");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            "assent: expected ASSENT_TOPICS_PARTITIONS to be a number from 1 to 10000, but got"
                + " 'many'.");
  }

  private Ended run(Class<?> program, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    line.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ASSENT_"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
