package dev.assent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `assent bench restart` and `assent bench takeover`, which start and kill processes of their own:
/// few of everything, for what is measured and not for how much it is.
class OwnProcessesBenchIT {
  private static final int WAITING = 50;
  private static final int RATE = 20;

  /// That the load goes on around each kill: 5 s before, 10 s after it, 10 s after the return.
  private static final int SECONDS_PER_KILL = 25;

  @AfterEach
  void noProcessIsLeft() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
  }

  @Test
  @Timeout(600)
  void aNodeThatWasKilledAnswersTheDecision_andBothStartsAreMeasured() throws Exception {
    JsonNode report =
        CommandRun.of("--json", "bench", "restart", "--waiting=" + WAITING).document();

    assertThat(report.path("waiting").asInt()).isEqualTo(WAITING);
    assertThat(report.required("fsync").asBoolean()).isFalse();
    assertThat(report.path("ready_on_empty_disk_seconds").asDouble()).isPositive();
    assertThat(report.path("opened_in_seconds").asDouble()).isPositive();
    double decided = report.path("first_decision_after_kill_seconds").asDouble();
    assertThat(decided).isPositive();
    assertThat(report.path("ready_after_kill_seconds").asDouble())
        .as("waited for after the decision")
        .isGreaterThanOrEqualTo(decided);
  }

  /// The longest waits are those of commands that were answered in the end.
  @Test
  @Timeout(600)
  void everyCommandIsAnsweredWhileOneProcessorIsKilledAndReturns_andTheLongestWaitIsMeasured()
      throws Exception {
    JsonNode report =
        CommandRun.of(
                "--json",
                "bench",
                "takeover",
                "--kills=1",
                "--rate=" + RATE,
                "--waiting=" + WAITING)
            .document();

    assertThat(report.path("rate").asInt()).isEqualTo(RATE);
    assertThat(report.path("waiting").asInt()).isEqualTo(WAITING);
    assertThat(report.path("answered").asInt()).isGreaterThanOrEqualTo(RATE * SECONDS_PER_KILL);
    assertThat(report.required("failed").asInt()).isZero();
    assertThat(report.required("reasons")).isEmpty();
    assertThat(
            Stream.of("p50_ms", "p95_ms", "p99_ms", "max_ms")
                .map(share -> report.path("latency").path(share).asDouble()))
        .isSorted()
        .allSatisfy(took -> assertThat(took).isPositive());
    assertThat(report.path("kills")).hasSize(1);
    JsonNode kill = report.path("kills").path(0);
    assertThat(kill.path("processor").asText()).isEqualTo("lifecycle-processor-1");
    double longest = Math.ceil(report.path("latency").path("max_ms").asDouble());
    assertThat(kill.path("longest_wait_ms").asDouble()).isPositive().isLessThanOrEqualTo(longest);
    assertThat(kill.path("longest_wait_at_return_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(longest);
  }
}
