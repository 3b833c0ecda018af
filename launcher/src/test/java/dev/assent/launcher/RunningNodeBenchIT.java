package dev.assent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `assent bench rounds` and `assent bench timers` on a node: few of everything, for what is
/// measured and not for how much it is.
class RunningNodeBenchIT {
  private static final int ROUNDS = 6;

  private static final int WAITING = 50;
  private static final int SECONDS = 3;
  private static final int RATE = 5;

  @TempDir static Path folder;

  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    node =
        Node.start(
            NodeOptions.onFreePorts(folder),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({"http, 0", "kafka, 1"})
  void everyRoundEndsWellAndIsMeasuredThroughEitherDoor(String door, double onPublicTopics)
      throws Exception {
    JsonNode report =
        bench("rounds", "--door=" + door, "--in-flight=2", "--rounds=" + ROUNDS, "--warm-up=2");

    assertThat(report.path("door").asText()).startsWith(door + ": ");
    assertThat(report.path("rounds").asInt()).isEqualTo(ROUNDS);
    assertThat(report.path("failed").asInt()).isZero();
    assertThat(report.path("latencies").properties())
        .hasSize(6)
        .allSatisfy(
            latency -> assertThat(latency.getValue().path("p50_ms").asDouble()).isPositive());
    for (String topic : new String[] {"assent.submissions", "assent.reports"}) {
      assertThat(report.path("topics_per_round").path(topic).path("records").asDouble())
          .as(topic)
          .isEqualTo(onPublicTopics);
    }
  }

  /// What is due in the window is counted from the tasks' own events, what is missing from the
  /// reminders'; and no reminder comes before its time.
  @Test
  void everyReminderThatFallsDueInTheWindowComes_andItsLatenessIsMeasured() throws Exception {
    JsonNode report =
        bench("timers", "--waiting=" + WAITING, "--seconds=" + SECONDS, "--rate=" + RATE);

    assertThat(report.path("waiting").asInt()).isEqualTo(WAITING);
    assertThat(report.path("opened_in_seconds").asDouble()).isPositive();
    assertThat(report.path("due").asInt()).isEqualTo(SECONDS * RATE);
    assertThat(report.required("missing").asInt()).isZero();
    assertThat(report.path("lateness").properties())
        .extracting(one -> one.getKey())
        .containsExactly("p50_ms", "p95_ms", "p99_ms", "max_ms");
    assertThat(report.path("lateness").properties())
        .extracting(one -> one.getValue().asDouble())
        .isSorted()
        .allSatisfy(late -> assertThat(late).isNotNegative());
  }

  private static JsonNode bench(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("--data=" + folder, "--json", "bench"));
    line.addAll(List.of(arguments));
    return CommandRun.of(line.toArray(String[]::new)).document();
  }
}
