package dev.assent.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.contract.Rejection;
import dev.assent.platform.bus.BusException;
import dev.assent.platform.bus.CommandTimeoutException;
import dev.assent.platform.streams.DamagedStoreException;
import dev.assent.platform.views.ViewUnavailableException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  @Test
  void theBodyIsWhatSdksAndTheCommandLineRead() {
    Rejection rejection =
        new Rejection(
            Rejection.Code.ALREADY_DECIDED,
            "expected an open task, but ann has decided",
            Map.of("by", "ann"));
    Problem problem = Problem.of(rejection);

    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.json())
        .isEqualTo(
            """
            {"ok":false,"error":{"code":"already_decided",\
            "message":"expected an open task, but ann has decided",\
            "details":{"by":"ann"}},"detail":"expected an open task, but ann has decided"}\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_INTENT, 404",
    "IDEMPOTENCY_CONFLICT, 409",
    "ALREADY_DECIDED, 409",
    "STALE_VERSION, 409",
    "STALE_TIMER, 409",
    "NOT_ALLOWED, 403",
    "NOT_ASSIGNED, 403",
    "WRONG_AGENT, 403",
    "COMMENT_REQUIRED, 422",
    "OUT_OF_BOUNDS, 422",
    "INTERNAL, 500"
  })
  void eachRefusalHasItsStatus(Rejection.Code code, int status) {
    assertThat(Problem.status(code)).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(Rejection.Code.class)
  void aRefusalIsNeverASuccess(Rejection.Code code) {
    assertThat(Problem.status(code)).isBetween(400, 500);
  }

  @Test
  void whatMayPassIsWorthAskingAgain() {
    assertThat(Problem.of(new CompletionException(new ViewUnavailableException("restoring"))))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.message()).isEqualTo("restoring");
              assertThat(problem.retryAfter()).isPresent();
            });
    assertThat(Problem.of(new InvalidStateStoreException("closed")).status()).isEqualTo(503);
    assertThat(
            Problem.of(
                    new DamagedStoreException("v", new TaskId(0, 0), new IOException("checksum")))
                .status())
        .isEqualTo(503);
    assertThat(Problem.of(new TimeoutException()).status()).isEqualTo(504);
    assertThat(Problem.of(new CommandTimeoutException("late")).status()).isEqualTo(504);
    assertThat(Problem.of(new BusException(BusException.Kind.TOO_LARGE, "big")).status())
        .isEqualTo(413);
  }

  @Test
  void anUnexpectedFailureTellsTheCallerNothingOfOurInsides() {
    Problem problem = Problem.of(new IllegalStateException("secret_table is broken"));
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.message()).doesNotContain("secret_table");
  }
}
