package dev.assent.client;

import static dev.assent.client.FakeGateway.ok;
import static dev.assent.client.FakeGateway.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {
  private static List<Arguments> kinds() {
    return List.of(
        Arguments.of(400, AssentException.Validation.class),
        Arguments.of(401, AssentException.Authentication.class),
        Arguments.of(403, AssentException.NotAllowed.class),
        Arguments.of(404, AssentException.NotFound.class),
        Arguments.of(409, AssentException.Conflict.class),
        Arguments.of(413, AssentException.Validation.class),
        Arguments.of(422, AssentException.Validation.class),
        Arguments.of(429, AssentException.RateLimited.class),
        Arguments.of(503, AssentException.Unavailable.class));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachStatusHasItsKind_withEverythingTheGatewaySaid(
      int status, Class<? extends AssentException> kind) throws IOException {
    try (FakeGateway gateway = FakeGateway.start(refused(status, "the_code", "{\"max\":\"3\"}"));
        AssentClient client =
            AssentClient.builder(gateway.url(), "k").retryFor(Duration.ZERO).build()) {
      AssentException e = catchThrowableOfType(kind, () -> client.get("i-1"));

      assertThat(e).hasMessage("expected A, but B");
      assertThat(e.status()).isEqualTo(status);
      assertThat(e.code()).isEqualTo("the_code");
      assertThat(e.details()).isEqualTo(Map.of("max", "3"));
      assertThat(e.requestId()).contains("request-1");
      assertThat(gateway.requests).hasSize(1);
    }
  }

  @Test
  void aConflictSaysWhoWon() throws IOException {
    String details =
        """
        {"decided_by":"maria","decided_at":"2026-01-02T03:04:05Z","door":"APPROVALS","outcome":"approved"}\
        """;
    try (FakeGateway gateway = FakeGateway.start(refused(409, "already_decided", details));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      AssentException.Conflict e =
          catchThrowableOfType(
              AssentException.Conflict.class, () -> client.fail("i-1", "too late"));

      assertThat(e.winner()).contains("maria");
      assertThat(e.wonAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
      assertThat(e.door()).contains("APPROVALS");
      assertThat(e.outcome()).contains("approved");
    }
  }

  @Test
  void whatCannotBeSentIsSaidBeforeAnythingIsSent() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NewIntent.of("t.v1", "a", List.of(1)))
        .withMessageContaining("expected a map or an object in the payload");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AssentClient.connect("127.0.0.1:8100", "k"))
        .withMessageContaining("http(s)://host:port");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AssentClient.connect("http://127.0.0.1:8100", " "))
        .withMessageContaining("expected an API key");
    try (FakeGateway gateway = FakeGateway.start(ok("{}"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.complete("i-1", Map.of("task_result", Map.of())))
          .withMessageContaining("'task_result'");
      assertThat(gateway.requests).isEmpty();
    }
  }

  @Test
  void aTaskThatIsNotOpenIsNotFound() throws IOException {
    try (FakeGateway gateway =
            FakeGateway.start(ok("{\"ok\":true,\"intent\":{\"intent_id\":\"i-1\"}}"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      assertThatExceptionOfType(AssentException.NotFound.class)
          .isThrownBy(() -> client.task("i-1"))
          .satisfies(e -> assertThat(e.code()).isEqualTo("no_open_task"));
    }
  }

  @Test
  void secretsAreInNoTextOfOurs() {
    NewIntent intent = NewIntent.of("t.v1", "a", Map.of("secret", "s3cr3t"));
    assertThat(intent).hasToString("NewIntent[t.v1 to a]");
    assertThat(Intent.of(Json.parse("{\"intent_id\":\"i\",\"status\":\"X\",\"payload\":\"s\"}")))
        .hasToString("Intent[i UNKNOWN]");
  }
}
