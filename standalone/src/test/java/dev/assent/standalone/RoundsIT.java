package dev.assent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.cli.ExitCode;
import dev.assent.cli.Terminal;
import dev.assent.standalone.node.Node;
import dev.assent.standalone.node.NodeOptions;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `assent bench rounds` on a node: few rounds, for what is measured and not for how much it is.
class RoundsIT {
  private static final int ROUNDS = 6;

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
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int exit =
        AssentMain.commandLine(terminal(out, err))
            .execute(
                "--data=" + folder,
                "--json",
                "bench",
                "rounds",
                "--door=" + door,
                "--in-flight=2",
                "--rounds=" + ROUNDS,
                "--warm-up=2");

    assertThat(exit).as(err.toString()).isEqualTo(ExitCode.DONE.code());
    JsonNode report = new ObjectMapper().readTree(out.toString());
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

  private static Terminal terminal(StringWriter out, StringWriter err) {
    return new Terminal(
        name -> Optional.ofNullable(System.getenv(name)).filter(_ -> !name.startsWith("ASSENT_")),
        new BufferedReader(new StringReader("")),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        false);
  }
}
